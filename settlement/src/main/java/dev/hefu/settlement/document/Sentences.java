package dev.hefu.settlement.document;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.ExchangeRule;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Selector;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.program.MinorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An agreement told back in plain sentences, one per rule; amounts in the currency's own unit. */
public final class Sentences {
  private final Agreement agreement;
  private final boolean chinese;
  private final List<String> lines = new ArrayList<>();

  private Sentences(Agreement agreement, boolean chinese) {
    this.agreement = agreement;
    this.chinese = chinese;
  }

  /** In English. */
  public static List<String> english(Agreement agreement) {
    return new Sentences(agreement, false).all();
  }

  /** In Chinese. */
  public static List<String> chinese(Agreement agreement) {
    return new Sentences(agreement, true).all();
  }

  private List<String> all() {
    String selects = selector(agreement.selects());
    String until = agreement.until().map(Object::toString).orElse("");
    lines.add(
        pick(
            agreement.titleEnglish()
                + ": from "
                + agreement.from()
                + (until.isEmpty() ? "" : " until before " + until)
                + " ("
                + agreement.zone()
                + "), "
                + String.join(", ", agreement.parties())
                + " divide what is "
                + agreement.divides().word()
                + " of every line"
                + selects
                + ", in "
                + agreement.currency()
                + ".",
            agreement.titleChinese()
                + "：自"
                + agreement.from()
                + "起"
                + (until.isEmpty() ? "" : "至" + until + "前")
                + "（"
                + agreement.zone()
                + "），"
                + String.join("、", agreement.parties())
                + "按"
                + agreement.currency()
                + "分配每一订单行"
                + selects
                + "的"
                + base(agreement.divides())
                + "。"));
    if (agreement.continues()) {
      lines.add(
          pick(
              "It goes on with the counters of version " + (agreement.version() - 1) + ".",
              "延续第" + (agreement.version() - 1) + "版的累计数。"));
    }
    for (ExchangeRule each : agreement.exchanges()) {
      String rate =
          each.foreignPerOwn()
              ? each.currency() + "/" + agreement.currency()
              : agreement.currency() + "/" + each.currency();
      lines.add(
          pick(
              "Lines in "
                  + each.currency()
                  + " are divided at the rate "
                  + rate
                  + " of their payment, their refunds too; differences go to "
                  + each.difference()
                  + ".",
              each.currency()
                  + "订单行按付款时汇率"
                  + rate
                  + "折算后分配，退款亦按此汇率；差额计入"
                  + each.difference()
                  + "。"));
    }
    terms(agreement.terms(), "");
    return List.copyOf(lines);
  }

  private void terms(List<Term> terms, String indent) {
    for (Term term : terms) {
      String only = selector(term.only()) + when(term);
      lines.add(indent + term.id() + pick(": ", "：") + rule(term.rule()) + only + kept(term));
      if (term.rule() instanceof Rule.Waterfall(_, List<Term> inner)) {
        terms(inner, indent + "  ");
      }
    }
  }

  private String rule(Rule rule) {
    return switch (rule) {
      case Rule.Percentage(PartyRef to, Rule.Quota quota) ->
          who(to) + pick(" receives ", "获得") + quota(quota);
      case Rule.Fixed fixed ->
          who(fixed.to())
              + pick(" receives ", "获得")
              + amount(fixed.amountMinor())
              + pick(" per ", "，按每")
              + per(fixed.per())
              + from(fixed.from());
      case Rule.Table table ->
          who(table.to())
              + pick(" receives per shipment: ", "按每件运单获得：")
              + table.rows().stream().map(this::row).collect(Collectors.joining("; "))
              + from(table.from());
      case Rule.Waterfall(Rule.Quota quota, _) ->
          quota(quota) + pick(" is set apart and divided as follows", "单独划出，按下列条款再分配");
      case Rule.Promotion promotion ->
          pick("vouchers", "优惠券")
              + listed(pick(" with the code ", "（券码："), promotion.codes())
              + listed(pick(" funded by ", "（出资方："), promotion.funders())
              + pick(" are borne by ", "由以下各方承担：")
              + promotion.funding().stream().map(this::funding).collect(Collectors.joining(", "));
      case Rule.OnDelivery delivery -> delivery(delivery);
      case Rule.Withholding(PartyRef from, PartyRef to, Rule.Quota quota) ->
          quota(quota)
              + pick(" is withheld from ", "自")
              + who(from)
              + pick(" for ", "代扣，缴予")
              + who(to);
      case Rule.PaymentFee(PartyRef to) -> who(to) + pick(" receives the payment fee", "获得支付手续费");
      case Rule.Remaining(PartyRef to) -> who(to) + pick(" receives what remains", "获得剩余部分");
      case Memory memory -> new MemorySentences(chinese, this::amount).of(memory);
      case Holding holding -> holding(holding);
      case Contribution contribution -> shared().of(contribution);
      case Rule.Resource resource -> shared().of(resource);
      case Rule.ReturnRisk risk -> shared().of(risk);
    };
  }

  /** In the order of the alphabet, so that everybody reads the same. */
  private String listed(String before, Set<String> values) {
    return values.isEmpty()
        ? ""
        : before
            + values.stream().sorted().collect(Collectors.joining(pick(" or ", "、")))
            + pick("", "）");
  }

  private String delivery(Rule.OnDelivery rule) {
    String amount = rule.quota().map(this::quota).orElseGet(() -> amount(rule.amountMinor()));
    return who(rule.from())
        + pick(" pays ", "向")
        + who(rule.to())
        + pick(" ", "支付")
        + amount
        + when(rule.when())
        + (rule.when() == Rule.When.OUT_OF_STOCK || rule.graceMinutes() == 0
            ? ""
            : pick(
                ", with " + rule.graceMinutes() + " minutes of grace",
                "（宽限" + rule.graceMinutes() + "分钟）"));
  }

  private String when(Rule.When when) {
    return switch (when) {
      case LATE_DELIVERY -> pick(" when a shipment is delivered late", "，当运单迟于承诺送达");
      case ON_TIME_DELIVERY -> pick(" when a shipment is delivered on time", "，当运单按承诺时间送达");
      case OTIF -> pick(" when a shipment is delivered on time and in full", "，当运单准时足量送达");
      case NOT_OTIF -> pick(" when a shipment is late or lacks pieces", "，当运单迟到或短缺");
      case OUT_OF_STOCK -> pick(" when a line is cancelled for want of stock", "，当订单行因缺货取消");
    };
  }

  private SharedSentences shared() {
    return new SharedSentences(chinese, this::who, this::quota);
  }

  private String holding(Holding rule) {
    return switch (rule) {
      case Holding.Maturity maturity ->
          pick("what lines give ", "订单行给予")
              + (maturity.parties().isEmpty()
                  ? pick("every party", "各方")
                  : String.join(pick(", ", "、"), maturity.parties()))
              + pick(" matures ", "的金额于")
              + (maturity.afterDelivery() ? pick("", "首次送达后") : pick("", "付款后"))
              + maturity.days()
              + pick(
                  maturity.afterDelivery()
                      ? " days after the first delivery"
                      : " days after payment",
                  "天到期");
      case Holding.Reserve reserve ->
          pick(reserve.rate().text() + " of what becomes payable to ", "应付给")
              + reserve.party()
              + pick(" is reserved for ", "的金额的" + reserve.rate().text() + "留作准备金，")
              + reserve.days()
              + pick(" days", "天后释放");
      case Holding.Holdback holdback ->
          pick("what becomes payable to ", "应付给")
              + holdback.party()
              + pick(" first fills a reserve of ", "的金额先补足准备金")
              + amount(holdback.amountMinor())
              + pick(", released when the version ends", "，版本终止时释放");
    };
  }

  private String quota(Rule.Quota quota) {
    String text = pick(quota.rate().text() + " of ", "") + base(quota.of());
    text += pick("", "的" + quota.rate().text());
    if (quota.capMinor().isPresent()) {
      text += pick(", at most ", "，最高 ") + amount(quota.capMinor().getAsLong());
    }
    if (quota.floorMinor().isPresent()) {
      text += pick(", at least ", "，最低 ") + amount(quota.floorMinor().getAsLong());
    }
    return text;
  }

  private String base(Base base) {
    return switch (base) {
      case Base.Plain plain ->
          switch (plain) {
            case WHOLE -> pick("the whole", "全额");
            case REST -> pick("the rest", "余额");
            case PRICE -> pick("the price", "标价");
            case PAID -> pick("what was paid", "实付额");
            case NET_OF_TAX -> pick("what was paid net of tax", "不含税实付额");
            case NET_OF_PAYMENT_FEE -> pick("what was paid net of payment fee", "扣手续费后实付额");
            case NET_OF_BOTH -> pick("what was paid net of tax and fee", "扣税费后实付额");
          };
      case Base.LessOwnVouchers(String party) ->
          pick("the price less vouchers of " + party, "扣除" + party + "自有优惠券后的标价");
      case Base.OfTerm(String term) -> pick("what " + term + " gave", "条款" + term + "所得");
    };
  }

  private String row(Rule.Row row) {
    String zone = row.zone().isEmpty() ? "" : pick("zone ", "区域") + row.zone() + " ";
    return zone + "≤ " + row.upToGrams() + " g → " + amount(row.amountMinor());
  }

  private String funding(Rule.Funding funding) {
    String cap =
        funding.capMinor().isPresent()
            ? pick(" at most ", "最高 ") + amount(funding.capMinor().getAsLong())
            : "";
    return who(funding.party()) + " " + funding.rate().text() + cap;
  }

  private String from(Optional<PartyRef> from) {
    return from.map(party -> pick(", paid by ", "，由") + who(party) + pick("", "支付")).orElse("");
  }

  private String when(Term term) {
    return term.when()
        .map(
            condition ->
                chinese ? "（当" + condition.chinese() + "时）" : " (when " + condition.english() + ")")
        .orElse("");
  }

  private String kept(Term term) {
    if (!term.keep()) {
      return pick(".", "。");
    }
    String bearer = term.borneBy().map(this::who).orElse(pick("the remaining party", "剩余方"));
    return pick("; kept on return, borne by " + bearer + ".", "；退货不退，由" + bearer + "承担。");
  }

  private String per(Rule.Per per) {
    return switch (per) {
      case LINE -> pick("line", "行");
      case UNIT -> pick("piece", "件");
      case SHIPMENT -> pick("shipment", "运单");
      case RETURN -> pick("return", "退货");
    };
  }

  private String who(PartyRef ref) {
    return switch (ref) {
      case PartyRef.Named(String id) -> id;
      case PartyRef.InRole(PartyRef.Role role) ->
          switch (role) {
            case SELLER -> pick("the line's seller", "该行卖方");
            case STORE -> pick("the line's store", "该行门店");
            case BRAND -> pick("the line's brand", "该行品牌");
            case CARRIER -> pick("the shipment's carrier", "该运单承运方");
          };
    };
  }

  private String selector(Selector selector) {
    if (selector.values().isEmpty()) {
      return "";
    }
    return selector.values().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .map(
            entry ->
                entry.getKey().word()
                    + " "
                    + entry.getValue().stream().sorted().collect(Collectors.joining("|")))
        .collect(Collectors.joining(", ", pick(" (only ", "（仅限"), pick(")", "）")));
  }

  /** Such as {@code 5.00 CNY}. */
  private String amount(long minor) {
    String currency = agreement.currency();
    return MinorText.amount(minor, MinorText.digits(currency)) + " " + currency;
  }

  private String pick(String english, String other) {
    return chinese ? other : english;
  }
}
