package dev.hefu.settlement.document;

import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Volume;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Terms with memory told back; amounts as the caller words them. */
final class MemorySentences {
  private final boolean chinese;
  private final LongFunction<String> amount;

  MemorySentences(boolean chinese, LongFunction<String> amount) {
    this.chinese = chinese;
    this.amount = amount;
  }

  String of(Memory rule) {
    return switch (rule) {
      case Memory.Scale scale -> scale(scale);
      case Memory.Minimum minimum ->
          pays(minimum)
              + pick(" what is missing of ", "不足")
              + amount.apply(minimum.amountMinor())
              + pick(
                  " once " + window(minimum) + " is over, counting ",
                  "的差额（" + window(minimum) + "结束后结算），计量：")
              + volume(minimum)
              + (minimum.proRata()
                  ? pick(", by days where the version ends sooner", "；提前终止时按天数折算")
                  : "");
      case Memory.Cap cap ->
          pays(cap)
              + pick(" what goes beyond ", "超出")
              + amount.apply(cap.amountMinor())
              + pick(" in " + window(cap) + ", counting ", "的部分（按" + window(cap) + "），计量：")
              + volume(cap);
      case Memory.Advance advance ->
          pays(advance)
              + pick(" ", "预付")
              + amount.apply(advance.amountMinor())
              + pick(
                  " in advance, given back by " + advance.recoup().text() + " of ",
                  "，按以下金额的" + advance.recoup().text() + "抵扣：")
              + volume(advance)
              + (advance.repaid()
                  ? pick(", the rest given back when the version ends", "；版本终止时退还余额")
                  : "");
      case Memory.Indicator indicator -> indicator(indicator);
    };
  }

  private String scale(Memory.Scale scale) {
    String base =
        scale.baseMinor() == 0 ? "" : " " + amount.apply(scale.baseMinor()) + pick(" and", "，另加");
    boolean pieces = scale.of() == Volume.Plain.UNITS;
    String mode =
        scale.whole()
            ? pick(", the step reached pricing all", "（达到的档位适用于全部）")
            : pick(", each step pricing its own part", "（各档分段计价）");
    return pays(scale)
        + base
        + pick(" by steps of ", "，按阶梯计价，基数为")
        + volume(scale)
        + pick(" in " + window(scale) + ": ", "，按" + window(scale) + "：")
        + scale.steps().stream().map(step -> step(step, pieces)).collect(Collectors.joining("; "))
        + mode;
  }

  private String step(Memory.ScaleStep step, boolean pieces) {
    String price =
        step.rate()
            .map(Rate::text)
            .orElseGet(() -> amount.apply(step.amountMinor()) + pick(" per piece", "每件"));
    String from = pieces ? step.from() + pick(" pieces", "件") : amount.apply(step.from());
    return pick("from ", "自 ") + from + pick(" ", " 起 ") + price;
  }

  private String indicator(Memory.Indicator indicator) {
    String reported =
        pick(
            indicator.name() + " of " + indicator.party() + ", as " + indicator.by() + " reports",
            indicator.party() + "的" + indicator.name() + "（由" + indicator.by() + "报告）");
    String least = indicator.leastPpm() + " ppm";
    String most = indicator.mostPpm() + " ppm";
    return pays(indicator)
        + pick(" each month a part of ", "每月一部分：基数为")
        + volume(indicator)
        + pick(" (it pays back where the part is below zero): (", "（为负则反向支付），比例为（")
        + reported
        + " − "
        + indicator.referencePpm()
        + pick(" ppm) × ", " ppm）× ")
        + indicator.slopePpm()
        + "/10⁶"
        + pick(", at least " + least + ", at most " + most, "，最低 " + least + "，最高 " + most);
  }

  private String pays(Memory rule) {
    String payer = rule.from().map(PartyRef::text).orElse(pick("the remaining party", "剩余方"));
    return payer + pick(" pays ", "向") + rule.to().text() + pick("", "支付");
  }

  private String volume(Memory rule) {
    return switch (rule.of()) {
      case Volume.Plain plain ->
          switch (plain) {
            case WHOLE -> pick("what is divided, net of refunds", "扣退后的分配总额");
            case UNITS -> pick("pieces, net of returns", "扣退后的件数");
          };
      case Volume.Earned(String party) -> pick("all that " + party + " got", party + "的全部所得");
      case Volume.OfTerm(String term) -> pick("what " + term + " gave", "条款" + term + "所得");
    };
  }

  private String window(Memory rule) {
    return switch (rule.per()) {
      case MONTH -> pick("each month", "每月");
      case QUARTER -> pick("each quarter", "每季度");
      case YEAR -> pick("each year", "每年");
      case AGREEMENT -> pick("the whole term of the agreement", "整个协议期");
    };
  }

  private String pick(String english, String other) {
    return chinese ? other : english;
  }
}
