package dev.hefu.settlement.condition;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Conditions evaluated by CEL's own runtime, which shares nothing with ours but the text. */
public final class CelRun {
  private static final List<String> NUMBERS =
      List.of(
          "priceMinor",
          "paidMinor",
          "taxMinor",
          "paymentFeeMinor",
          "vouchersMinor",
          "discountPpm",
          "quantity");
  private static final List<String> TEXTS =
      List.of("brand", "sku", "group", "channel", "store", "zone", "kind", "seller");
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder().build();
  private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

  private CelRun() {}

  private static CelCompiler compiler() {
    CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder();
    NUMBERS.forEach(name -> builder.addVar(name, SimpleType.INT));
    TEXTS.forEach(name -> builder.addVar(name, SimpleType.STRING));
    return builder.build();
  }

  /** Whether a condition holds for a line. */
  public static boolean holds(String text, Line line) {
    try {
      return (Boolean) PROGRAMS.computeIfAbsent(text, CelRun::program).eval(variables(line));
    } catch (CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static CelRuntime.Program program(String text) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(text).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Map<String, Object> variables(Line line) {
    long vouchers = line.vouchers().stream().mapToLong(Voucher::amountMinor).sum();
    Map<String, Object> variables = new HashMap<>();
    variables.put("priceMinor", line.priceMinor());
    variables.put("paidMinor", line.priceMinor() - vouchers);
    variables.put("taxMinor", line.taxMinor());
    variables.put("paymentFeeMinor", line.paymentFeeMinor());
    variables.put("vouchersMinor", vouchers);
    variables.put(
        "discountPpm", line.priceMinor() == 0 ? 0L : vouchers * 1_000_000L / line.priceMinor());
    variables.put("quantity", (long) line.quantity());
    for (String name : TEXTS) {
      String value = line.attributes().get(Attribute.of(name).orElseThrow());
      variables.put(name, value == null ? "" : value);
    }
    return variables;
  }
}
