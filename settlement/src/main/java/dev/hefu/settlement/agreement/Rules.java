package dev.hefu.settlement.agreement;

import java.util.ArrayList;
import java.util.List;

/** Questions about rules of any kind. */
public final class Rules {
  private Rules() {}

  /** Everyone that a rule itself names, without those of inner terms. */
  public static List<PartyRef> parties(Rule rule) {
    List<PartyRef> parties = new ArrayList<>();
    switch (rule) {
      case Rule.Percentage(PartyRef to, _) -> parties.add(to);
      case Rule.Fixed fixed -> {
        parties.add(fixed.to());
        fixed.from().ifPresent(parties::add);
      }
      case Rule.Table table -> {
        parties.add(table.to());
        table.from().ifPresent(parties::add);
      }
      case Rule.Waterfall _ -> {}
      case Rule.Promotion promotion ->
          promotion.funding().forEach(funding -> parties.add(funding.party()));
      case Rule.OnDelivery delivery -> {
        parties.add(delivery.from());
        parties.add(delivery.to());
      }
      case Rule.Withholding(PartyRef from, PartyRef to, _) -> {
        parties.add(from);
        parties.add(to);
      }
      case Rule.PaymentFee(PartyRef to) -> parties.add(to);
      case Rule.Remaining(PartyRef to) -> parties.add(to);
      case Memory memory -> {
        parties.add(memory.to());
        memory.from().ifPresent(parties::add);
      }
      case Rule.Resource resource -> resource.parts().forEach(part -> parties.add(part.party()));
      case Rule.ReturnRisk risk -> {
        parties.add(risk.to());
        risk.bearers().forEach(bearer -> parties.add(bearer.party()));
      }
      case Contribution contribution ->
          contribution.among().forEach(party -> parties.add(new PartyRef.Named(party)));
      case Holding _ -> {}
    }
    return parties;
  }

  /** Whether the rule is counted by shipment, delivery or return instead of at payment. */
  public static boolean byEvent(Rule rule) {
    return switch (rule) {
      case Rule.Fixed fixed -> fixed.per() == Rule.Per.SHIPMENT || fixed.per() == Rule.Per.RETURN;
      case Rule.Table _, Rule.OnDelivery _, Rule.ReturnRisk _ -> true;
      case Rule.Resource _, Contribution _ -> false;
      case Rule.Percentage _, Rule.Waterfall _, Rule.Promotion _, Rule.Withholding _ -> false;
      case Rule.PaymentFee _, Rule.Remaining _, Memory _, Holding _ -> false;
    };
  }
}
