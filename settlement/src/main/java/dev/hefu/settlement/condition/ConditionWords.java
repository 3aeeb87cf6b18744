package dev.hefu.settlement.condition;

import java.util.List;
import java.util.stream.Collectors;

/** A condition in plain sentences; amounts are minor units. */
final class ConditionWords {
  private final boolean chinese;

  ConditionWords(boolean chinese) {
    this.chinese = chinese;
  }

  String of(Test test) {
    return switch (test) {
      case Test.Constant(boolean value) -> value ? pick("always", "总是") : pick("never", "从不");
      case Test.Compared(Test.Comparison comparison, Amount left, Amount right) ->
          of(left) + compared(comparison) + of(right);
      case Test.OneOf(Text text, List<String> values) ->
          of(text)
              + pick(" is one of ", "属于")
              + values.stream().map(this::named).collect(Collectors.joining(pick(", ", "、")));
      case Test.Related(Test.Relation relation, Text text, Text part) ->
          of(text) + related(relation) + of(part);
      case Test.Not(Test.Related(Test.Relation relation, Text text, Text part))
          when relation == Test.Relation.EQUAL ->
          of(text) + pick(" is not ", "不是") + of(part);
      case Test.Not(Test of) -> pick("not (", "并非（") + of(of) + pick(")", "）");
      case Test.Joined(boolean both, Test left, Test right) ->
          inner(left, both) + (both ? pick(" and ", "且") : pick(" or ", "或")) + inner(right, both);
      case Test.Chosen(Test first, Test then, Test otherwise) ->
          pick("if ", "若")
              + of(first)
              + pick(" then ", "则")
              + of(then)
              + pick(", else ", "，否则")
              + of(otherwise);
    };
  }

  /** In brackets where the reader could join otherwise. */
  private String inner(Test test, boolean both) {
    boolean plain =
        switch (test) {
          case Test.Joined joined -> joined.both() == both;
          case Test.Chosen _ -> false;
          case Test.Constant _, Test.Compared _, Test.OneOf _, Test.Related _, Test.Not _ -> true;
        };
    return plain ? of(test) : pick("(", "（") + of(test) + pick(")", "）");
  }

  private String of(Amount amount) {
    return switch (amount) {
      case Amount.Known known ->
          switch (known) {
            case PRICE_MINOR -> pick("the price", "标价");
            case PAID_MINOR -> pick("what was paid", "实付额");
            case TAX_MINOR -> pick("the tax", "税额");
            case PAYMENT_FEE_MINOR -> pick("the payment fee", "支付手续费");
            case VOUCHERS_MINOR -> pick("the vouchers' sum", "优惠券合计");
            case DISCOUNT_PPM -> pick("the discount in ppm", "优惠比例（百万分之一）");
            case QUANTITY -> pick("the number of pieces", "件数");
          };
      case Amount.Constant(long value) -> String.valueOf(value);
      case Amount.Size(Text text) -> pick("the length of ", "") + of(text) + pick("", "的长度");
      case Amount.Negated(Amount of) -> "-(" + of(of) + ")";
      case Amount.Computed(Amount.Operation operation, Amount left, Amount right) ->
          "(" + of(left) + " " + operation.sign() + " " + of(right) + ")";
      case Amount.Chosen(Test test, Amount then, Amount otherwise) ->
          pick("(if ", "（若")
              + of(test)
              + pick(" then ", "则")
              + of(then)
              + pick(", else ", "，否则")
              + of(otherwise)
              + pick(")", "）");
    };
  }

  private String of(Text text) {
    return switch (text) {
      case Text.Known(var attribute) ->
          switch (attribute) {
            case BRAND -> pick("the brand", "品牌");
            case SKU -> pick("the article", "货号");
            case GROUP -> pick("the group", "品类");
            case CHANNEL -> pick("the channel", "渠道");
            case STORE -> pick("the store", "门店");
            case ZONE -> pick("the zone", "区域");
            case KIND -> pick("the kind", "行类型");
            case SELLER -> pick("the seller", "卖方");
          };
      case Text.Constant(String value) -> named(value);
    };
  }

  private String compared(Test.Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> pick(" is ", "等于");
      case NOT_EQUAL -> pick(" is not ", "不等于");
      case LESS -> pick(" is below ", "低于");
      case AT_MOST -> pick(" is at most ", "不超过");
      case MORE -> pick(" is above ", "超过");
      case AT_LEAST -> pick(" is at least ", "不低于");
    };
  }

  private String related(Test.Relation relation) {
    return switch (relation) {
      case EQUAL -> pick(" is ", "是");
      case STARTS_WITH -> pick(" begins with ", "开头为");
      case ENDS_WITH -> pick(" ends with ", "结尾为");
      case CONTAINS -> pick(" contains ", "包含");
    };
  }

  private String named(String value) {
    return value.isEmpty() ? pick("absent", "（无）") : pick("“", "“") + value + "”";
  }

  private String pick(String english, String other) {
    return chinese ? other : english;
  }
}
