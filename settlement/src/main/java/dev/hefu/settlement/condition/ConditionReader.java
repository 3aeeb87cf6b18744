package dev.hefu.settlement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.hefu.settlement.event.Attribute;
import java.util.Optional;

/**
 * Reads a condition in CEL (cel.dev): whole numbers, texts and truths of one line, no fractions, no
 * comprehensions. CEL's own compiler parses and checks types; what it gives is made into a tree of
 * our own, of which bounds prove that it fits 64 bits for every line.
 */
public final class ConditionReader {
  /** Longest text; {@link #MAX_NODES} of them are far shorter. */
  public static final int MAX_LETTERS = 2_000;

  /** A condition that needs more is a table or a term of its own. */
  static final int MAX_NODES = 200;

  /** Nesting that a person can still follow. */
  private static final int MAX_DEPTH = 32;

  private static final CelCompiler COMPILER = compiler();

  private ConditionReader() {}

  /** Reads and proves. */
  public static ConditionReading read(String text) {
    if (text.length() > MAX_LETTERS) {
      return new ConditionReading.Refused(
          "condition-too-large", text.length() + " letters, not at most " + MAX_LETTERS + ".");
    }
    CelAbstractSyntaxTree tree;
    try {
      tree = COMPILER.compile(text).getAst();
    } catch (CelValidationException broken) {
      String detail = CompilerWords.of(text, broken.getErrors().getFirst());
      return new ConditionReading.Refused("condition", detail);
    }
    try {
      Test test = new TreeReader(tree).read();
      return new ConditionReading.Read(new Condition(text, test));
    } catch (TreeReader.Unsuitable unsuitable) {
      return new ConditionReading.Refused(unsuitable.rule(), unsuitable.detail());
    }
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(CelOptions.current().maxParseRecursionDepth(MAX_DEPTH).build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    for (Amount.Known known : Amount.Known.values()) {
      builder.addVar(known.word(), SimpleType.INT);
    }
    for (Attribute attribute : Attribute.values()) {
      builder.addVar(attribute.word(), SimpleType.STRING);
    }
    return builder.build();
  }

  /** What a name in a condition means. */
  static Optional<Amount.Known> amount(String name) {
    for (Amount.Known known : Amount.Known.values()) {
      if (known.word().equals(name)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
