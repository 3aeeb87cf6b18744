package dev.hefu.settlement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.hefu.settlement.event.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a checked CEL tree into a {@link Test}, and refuses what ours has not. */
final class TreeReader {
  private static final Map<String, Test.Comparison> COMPARISONS =
      Map.of(
          "_==_", Test.Comparison.EQUAL,
          "_!=_", Test.Comparison.NOT_EQUAL,
          "_<_", Test.Comparison.LESS,
          "_<=_", Test.Comparison.AT_MOST,
          "_>_", Test.Comparison.MORE,
          "_>=_", Test.Comparison.AT_LEAST);

  private static final Map<String, Test.Relation> RELATIONS =
      Map.of(
          "startsWith", Test.Relation.STARTS_WITH,
          "endsWith", Test.Relation.ENDS_WITH,
          "contains", Test.Relation.CONTAINS);

  private static final Map<String, Amount.Operation> OPERATIONS =
      Map.of(
          "_+_", Amount.Operation.PLUS,
          "_-_", Amount.Operation.MINUS,
          "_*_", Amount.Operation.TIMES,
          "_/_", Amount.Operation.DIVIDED_BY,
          "_%_", Amount.Operation.MODULO);

  private final CelAbstractSyntaxTree tree;
  private int nodes;

  TreeReader(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /** Unwinds the reading at the first part that a condition may not have. */
  static final class Unsuitable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String detail;

    Unsuitable(String rule, String detail) {
      super(detail, null, false, false);
      this.rule = rule;
      this.detail = detail;
    }

    String rule() {
      return rule;
    }

    String detail() {
      return detail;
    }
  }

  Test read() throws Unsuitable {
    return test(tree.getExpr());
  }

  private Test test(CelExpr expr) throws Unsuitable {
    count(expr);
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      return new Test.Constant(expr.constant().booleanValue());
    }
    CelExpr.CelCall call = call(expr);
    List<CelExpr> parts = parts(call);
    return switch (call.function()) {
      case "_&&_" -> new Test.Joined(true, test(parts.get(0)), test(parts.get(1)));
      case "_||_" -> new Test.Joined(false, test(parts.get(0)), test(parts.get(1)));
      case "!_" -> new Test.Not(test(parts.get(0)));
      case "_?_:_" -> new Test.Chosen(test(parts.get(0)), test(parts.get(1)), test(parts.get(2)));
      case "@in", "_in_" -> new Test.OneOf(text(parts.get(0)), texts(parts.get(1)));
      default -> {
        Test.Relation relation = RELATIONS.get(call.function());
        if (relation != null) {
          yield new Test.Related(relation, text(parts.get(0)), text(parts.get(1)));
        }
        yield compared(expr, call.function(), parts);
      }
    };
  }

  private Test compared(CelExpr expr, String function, List<CelExpr> parts) throws Unsuitable {
    Test.Comparison comparison = COMPARISONS.get(function);
    if (comparison == null) {
      throw function(expr, function);
    }
    CelType type = tree.getTypeOrThrow(parts.get(0).id());
    if (type.equals(SimpleType.INT)) {
      return new Test.Compared(comparison, amount(parts.get(0)), amount(parts.get(1)));
    }
    boolean equality =
        comparison == Test.Comparison.EQUAL || comparison == Test.Comparison.NOT_EQUAL;
    if (type.equals(SimpleType.STRING) && equality) {
      Test same = new Test.Related(Test.Relation.EQUAL, text(parts.get(0)), text(parts.get(1)));
      return comparison == Test.Comparison.EQUAL ? same : new Test.Not(same);
    }
    throw function(expr, function + " of " + type.name());
  }

  private Amount amount(CelExpr expr) throws Unsuitable {
    count(expr);
    Amount amount =
        switch (expr.getKind()) {
          case CONSTANT -> new Amount.Constant(expr.constant().int64Value());
          case IDENT ->
              ConditionReader.amount(expr.ident().name())
                  .orElseThrow(() -> new Unsuitable("condition", "unknown name"));
          default -> computed(expr);
        };
    if (!amount.bounds().fit()) {
      throw new Unsuitable(
          "condition-overflow",
          at(expr)
              + "a value from "
              + amount.bounds().least()
              + " to "
              + amount.bounds().most()
              + " exceeds 64 bits.");
    }
    return amount;
  }

  private Amount computed(CelExpr expr) throws Unsuitable {
    CelExpr.CelCall call = call(expr);
    List<CelExpr> parts = parts(call);
    return switch (call.function()) {
      case "-_" -> new Amount.Negated(amount(parts.get(0)));
      case "size" -> new Amount.Size(text(parts.get(0)));
      case "_?_:_" ->
          new Amount.Chosen(test(parts.get(0)), amount(parts.get(1)), amount(parts.get(2)));
      default -> operation(expr, call.function(), parts);
    };
  }

  private Amount operation(CelExpr expr, String function, List<CelExpr> parts) throws Unsuitable {
    Amount.Operation operation = OPERATIONS.get(function);
    if (operation == null) {
      throw function(expr, function);
    }
    Amount left = amount(parts.get(0));
    Amount right = amount(parts.get(1));
    boolean divides =
        operation == Amount.Operation.DIVIDED_BY || operation == Amount.Operation.MODULO;
    boolean written = right instanceof Amount.Constant(long value) && value != 0;
    if (divides && !written) {
      throw new Unsuitable(
          "condition-divisor", at(expr) + "a divisor is a number as written, not 0.");
    }
    return new Amount.Computed(operation, left, right);
  }

  private Text text(CelExpr expr) throws Unsuitable {
    count(expr);
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      return new Text.Constant(expr.constant().stringValue());
    }
    if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      return new Text.Known(
          Attribute.of(expr.ident().name())
              .orElseThrow(() -> new Unsuitable("condition", "unknown name")));
    }
    throw function(expr, call(expr).function());
  }

  private List<String> texts(CelExpr expr) throws Unsuitable {
    count(expr);
    List<String> values = new ArrayList<>();
    if (expr.getKind() != CelExpr.ExprKind.Kind.LIST) {
      throw function(expr, "in");
    }
    for (CelExpr each : expr.list().elements()) {
      if (!(text(each) instanceof Text.Constant(String value))) {
        throw new Unsuitable("condition-list", at(expr) + "a list holds texts as written.");
      }
      values.add(value);
    }
    return values;
  }

  /** The subject of a method first, then its arguments. */
  private static List<CelExpr> parts(CelExpr.CelCall call) {
    List<CelExpr> parts = new ArrayList<>();
    call.target().ifPresent(parts::add);
    parts.addAll(call.args());
    return parts;
  }

  private CelExpr.CelCall call(CelExpr expr) throws Unsuitable {
    return switch (expr.getKind()) {
      case CALL -> expr.call();
      case COMPREHENSION ->
          throw new Unsuitable(
              "condition-comprehension", at(expr) + "comprehensions are not part of conditions.");
      case NOT_SET, CONSTANT, IDENT, SELECT, LIST, STRUCT, MAP ->
          throw new Unsuitable("condition-form", at(expr) + "this form is not part of conditions.");
    };
  }

  private void count(CelExpr expr) throws Unsuitable {
    nodes++;
    if (nodes > ConditionReader.MAX_NODES) {
      throw new Unsuitable("condition-too-large", "Over " + ConditionReader.MAX_NODES + " nodes.");
    }
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      CelConstant.Kind kind = expr.constant().getKind();
      switch (kind) {
        case BOOLEAN_VALUE, INT64_VALUE, STRING_VALUE -> {}
        default ->
            throw new Unsuitable(
                "condition-constant",
                at(expr) + "constants are whole numbers, texts and truths, not " + kind + ".");
      }
    }
  }

  private Unsuitable function(CelExpr expr, String function) {
    return new Unsuitable(
        "condition-function", at(expr) + function + " is not part of conditions.");
  }

  private String at(CelExpr expr) {
    Integer offset = tree.getSource().getPositionsMap().get(expr.id());
    return offset == null ? "" : "Column " + (offset + 1) + ": ";
  }
}
