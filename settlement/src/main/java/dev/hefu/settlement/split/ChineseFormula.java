package dev.hefu.settlement.split;

import dev.hefu.settlement.entry.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A formula of an explanation with its words in Chinese; its numbers and signs stay. */
final class ChineseFormula {
  private static final Map<Pattern, String> WORDS = words();

  private ChineseFormula() {}

  static String of(String formula) {
    String text = formula;
    for (Map.Entry<Pattern, String> each : WORDS.entrySet()) {
      text = each.getKey().matcher(text).replaceAll(each.getValue());
    }
    return text;
  }

  /** The longer ones first, as the shorter ones are parts of them. */
  private static Map<Pattern, String> words() {
    Map<Pattern, String> words = new LinkedHashMap<>();
    // Why a unit was added stands behind the formula, in a clause of its own.
    words.put(Pattern.compile(" by (rank \\d+|largest fraction)"), "");
    words.put(Pattern.compile("(\\d+) of (\\d+) pieces"), "$1/$2 件");
    words.put(Pattern.compile("× (\\S+) of (\\S+) →"), "× $1/$2 →");
    words.put(Pattern.compile("→ (\\S+) returned, (\\S+) before →"), "→ 累计退回 $1，此前已退 $2 →");
    words.put(Pattern.compile("^(\\S+) from (\\S+)$"), "$1，由 $2 支付");
    words.put(Pattern.compile("^refund beyond the line's (\\S+) →"), "退款超出该行金额 $1 的部分 →");
    words.put(
        Pattern.compile("^(.+) exact in all → (\\S+), posted (\\S+) →"),
        "精确累计 $1 → 应计 $2，已入账 $3 →");
    words.put(Pattern.compile(", refunded →"), "，随退款冲回 →");
    words.put(Pattern.compile("^all: "), "整个协议期：");
    for (State state : State.values()) {
      words.put(Pattern.compile("\\b" + state.name() + "\\b"), word(state));
    }
    return words;
  }

  private static String word(State state) {
    return switch (state) {
      case ACCRUED -> "已计提";
      case MATURED -> "已到期";
      case RESERVED -> "已留存";
      case PAYABLE -> "应付";
      case PAID -> "已付";
      case RECEIVABLE -> "应收";
    };
  }
}
