package dev.hefu.settlement.condition;

import dev.cel.common.CelIssue;
import dev.cel.common.types.SimpleType;
import dev.hefu.settlement.event.Attribute;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What CEL's compiler refuses, said for people who write contracts. */
final class CompilerWords {
  private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OPERANDS =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
  private static final Pattern MISPLACED =
      Pattern.compile("(?:mismatched|extraneous) input '([^']*)' expecting.*");
  private static final Pattern NUMBER = Pattern.compile("For input string: \"(-?\\d+)\".*");

  private static final Pattern ANSWER = Pattern.compile("expected type 'bool' but found '(.*)'.*");
  private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'");

  /** How other notations write what CEL writes so. */
  private static final Map<String, String> INSTEAD =
      Map.of("and", "&&", "AND", "&&", "or", "||", "OR", "||", "not", "!", "NOT", "!", "<>", "!=");

  private CompilerWords() {}

  /** One sentence with the condition, the column and the reason. */
  static String of(String text, CelIssue issue) {
    int column = issue.getSourceLocation().getColumn() + 1;
    return text + ", column " + column + ": " + reason(text, column, issue.getMessage()) + ".";
  }

  private static String reason(String text, int column, String message) {
    boolean single = column <= text.length() && text.startsWith("=", column - 1);
    if (single && !text.startsWith("==", column - 1)) {
      return "equality is written ==";
    }
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      return unknown.group(1) + " is not known; there are " + known();
    }
    Matcher operands = OPERANDS.matcher(message);
    if (operands.matches()) {
      String operator = operands.group(1).replace("_", "").replace("@", "");
      return operator + " does not take " + types(operands.group(2));
    }
    Matcher misplaced = MISPLACED.matcher(message);
    if (misplaced.matches()) {
      String word = misplaced.group(1);
      String instead = INSTEAD.getOrDefault(word, "");
      return word.equals("<EOF>")
          ? "it ends too early"
          : word + " cannot stand here" + (instead.isEmpty() ? "" : "; it is written " + instead);
    }
    Matcher number = NUMBER.matcher(message);
    Matcher answer = ANSWER.matcher(message);
    if (answer.matches()) {
      return "a condition answers yes or no, this is a " + types(answer.group(1));
    }
    Matcher token = TOKEN.matcher(message);
    if (token.matches()) {
      return token.group(1) + " cannot be read";
    }
    return number.matches() ? number.group(1) + " is over 64 bits" : message;
  }

  private static String types(String types) {
    return types
        .replace("int", "whole number")
        .replace("string", "text")
        .replace("bool", "yes or no")
        .replace(SimpleType.DOUBLE.name(), "fraction")
        .replace("(", "")
        .replace(")", "")
        .replace(", ", " and ");
  }

  private static String known() {
    StringJoiner names = new StringJoiner(", ");
    for (Amount.Known each : Amount.Known.values()) {
      names.add(each.word());
    }
    for (Attribute each : Attribute.values()) {
      names.add(each.word());
    }
    return names.toString();
  }
}
