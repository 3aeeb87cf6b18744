package dev.hefu.settlement.condition;

/** What {@link ConditionReader} made of a text. */
public sealed interface ConditionReading {
  /** A condition that can never fail. */
  record Read(Condition condition) implements ConditionReading {}

  /**
   * What is wrong.
   *
   * @param rule the code of the broken rule
   * @param detail one sentence with the place in the text
   */
  record Refused(String rule, String detail) implements ConditionReading {}
}
