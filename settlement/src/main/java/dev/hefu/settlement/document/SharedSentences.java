package dev.hefu.settlement.document;

import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Terms that several parties share, told back; amounts and parties as the caller words them. */
final class SharedSentences {
  private final boolean chinese;
  private final Function<PartyRef, String> who;
  private final Function<Rule.Quota, String> quota;

  SharedSentences(
      boolean chinese, Function<PartyRef, String> who, Function<Rule.Quota, String> quota) {
    this.chinese = chinese;
    this.who = who;
    this.quota = quota;
  }

  String of(Contribution rule) {
    return String.join(pick(", ", "、"), rule.among())
        + pick(" share ", "分享")
        + quota.apply(rule.quota())
        + pick(" by their contacts before the payment: ", "，依据付款前的触点：")
        + model(rule.model());
  }

  private String model(Contribution.Model model) {
    return switch (model) {
      case Contribution.Model.Plain plain ->
          switch (plain) {
            case FIRST -> pick("the first takes all", "首次触点独得");
            case LAST -> pick("the last takes all", "末次触点独得");
            case LINEAR -> pick("all the same", "各触点均分");
          };
      case Contribution.Model.Position(int first, int last) ->
          pick(
              "the first " + first + "%, the last " + last + "%, those between the rest",
              "首次" + first + "%，末次" + last + "%，中间触点均分其余");
      case Contribution.Model.TimeDecay(int days) ->
          pick(
              "each weighs half as much for every " + days + " days that it is older",
              "每早" + days + "天，权重减半");
      case Contribution.Model.Shapley(List<Contribution.Worth> worth) ->
          pick("Shapley's value", "夏普利值")
              + worth.stream()
                  .map(each -> String.join("+", each.parties()) + " " + each.ppm() + " ppm")
                  .collect(
                      Collectors.joining(
                          ", ", worth.isEmpty() ? "" : " (", worth.isEmpty() ? "" : ")"));
    };
  }

  String of(Rule.Resource rule) {
    return quota.apply(rule.quota())
        + pick(" is shared by what each brings: ", "按各方投入的资源分享：")
        + rule.parts().stream()
            .map(part -> who.apply(part.party()) + " " + kind(part.kind()) + " " + part.weight())
            .collect(Collectors.joining(pick(", ", "，")));
  }

  private String kind(Rule.Kind kind) {
    return switch (kind) {
      case STOCK -> pick("stock", "库存");
      case SPACE -> pick("space", "场地");
      case STAFF -> pick("staff", "人员");
      case MARKETING -> pick("marketing", "营销费用");
    };
  }

  String of(Rule.ReturnRisk rule) {
    String to = who.apply(rule.to());
    return pick("for every piece that comes back, " + to + " is paid of ", "每退回一件，向" + to + "补偿其")
        + quota.apply(rule.quota())
        + pick(": ", "：")
        + rule.bearers().stream()
            .map(bearer -> who.apply(bearer.party()) + " " + bearer.rate().text())
            .collect(Collectors.joining(pick(", ", "，")));
  }

  private String pick(String english, String other) {
    return chinese ? other : english;
  }
}
