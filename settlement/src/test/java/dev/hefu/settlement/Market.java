package dev.hefu.settlement;

import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.revenue.RevenueTermination;
import dev.hefu.settlement.event.Arrival;
import dev.hefu.settlement.event.EventResult;
import dev.hefu.settlement.event.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** A marketplace, a brand, a store and a carrier with one agreement, for tests of the door. */
final class Market {
  static final Instant JUNE = Instant.parse("2026-06-10T12:00:00Z");
  static final Instant JULY = Instant.parse("2026-07-03T00:00:00Z");

  static final Sender PLATFORM = new Sender("marketplace", ParticipantKind.PLATFORM);
  static final Sender CARRIER = new Sender("carrier-1", ParticipantKind.CARRIER);

  static final String AGREEMENT =
      """
      format: hefu-revenue-agreement/1
      name: brand-3-marketplace
      version: 1
      title: {en: Sales of brand 3, zh: 品牌三的销售}
      currency: CNY
      from: 2026-06-01
      zone: UTC
      parties: [marketplace, brand-3, store-1, carrier-1]
      selects: {brand: [brand-3]}
      terms:
        - {id: commission, percentage: {to: marketplace, rate: 12.5%}}
        - id: store-fee
          fixed: {to: $store, amountMinor: 50}
          onReturn: keep
          borneBy: brand-3
        - id: carriage
          table:
            to: $carrier
            rows: [{zone: "1", upToGrams: 1000, amountMinor: 300}, {upToGrams: 5000, amountMinor: 700}]
          onReturn: keep
        - {id: proceeds, remaining: {to: brand-3}}
      """;

  final DSLContext database = Database.fresh();
  final Settlement settlement = new Settlement();

  /** The agreement signed by all four. */
  AgreementView countersigned() {
    return countersigned(AGREEMENT);
  }

  /** A document of the same four, signed by all. */
  AgreementView countersigned(String document) {
    AgreementView view =
        switch (propose("marketplace", document)) {
          case AgreementOutcome.Proposed(AgreementView proposed) -> proposed;
          case AgreementOutcome.Drafted _,
              AgreementOutcome.Countersigned _,
              AgreementOutcome.Terminating _,
              AgreementOutcome.Terminated _,
              AgreementOutcome.BadDocument _,
              AgreementOutcome.BadSignature _,
              AgreementOutcome.NotFound _,
              AgreementOutcome.Conflict _ ->
              throw new AssertionError("not proposed");
        };
    for (String party : List.of("brand-3", "store-1", "carrier-1")) {
      AgreementOutcome outcome = sign(view, party);
      if (outcome instanceof AgreementOutcome.Countersigned(AgreementView all, _)) {
        return all;
      }
    }
    throw new AssertionError("not countersigned");
  }

  AgreementOutcome propose(String party, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    String canonical =
        switch (Settlement.canonical(bytes)) {
          case Settlement.Canonical.Text(String text) -> text;
          case Settlement.Canonical.Faulty _ -> "";
        };
    return database.transactionResult(
        tx ->
            settlement.propose(
                tx.dsl(), party, bytes, party + "|" + canonical, verifier(party), JUNE));
  }

  AgreementOutcome sign(AgreementView agreement, String party) {
    return database.transactionResult(
        tx ->
            settlement.countersign(
                tx.dsl(),
                agreement.id(),
                party,
                party + "|" + agreement.document(),
                verifier(party),
                JUNE));
  }

  AgreementOutcome terminate(AgreementView agreement, String party, String until, Instant now) {
    LocalDate day = LocalDate.parse(until);
    return database.transactionResult(
        tx ->
            settlement.terminate(
                tx.dsl(),
                agreement.id(),
                party,
                day,
                party + "|" + ending(agreement, day),
                verifier(party),
                now));
  }

  /** What is signed for an end. */
  static String ending(AgreementView agreement, LocalDate day) {
    return CanonicalJson.text(RevenueTermination.document(agreement.hash(), day));
  }

  /** Stands for a signature: the party's name and the text it signed. */
  static java.util.function.Function<String, Optional<byte[]>> verifier(String party) {
    return jws ->
        jws.startsWith(party + "|")
            ? Optional.of(jws.substring(party.length() + 1).getBytes(StandardCharsets.UTF_8))
            : Optional.empty();
  }

  List<EventResult> accept(Sender sender, String... events) {
    List<byte[]> bytes =
        Arrays.stream(events).map(event -> event.getBytes(StandardCharsets.UTF_8)).toList();
    return database.transactionResult(
        tx -> settlement.accept(tx.dsl(), sender, bytes, Arrival.IMPORT, JULY));
  }

  CloseOutcome close(AgreementView agreement, String period, Instant now) {
    return switch (settlement.prepareClose(database, agreement.id(), period, now)) {
      case ClosePreparation.Ended(CloseOutcome outcome) -> outcome;
      case ClosePreparation.Ready ready -> close(ready);
    };
  }

  CloseOutcome close(ClosePreparation.Ready ready) {
    return database.transactionResult(tx -> settlement.close(tx.dsl(), ready, "fin-1"));
  }

  static String paid(String line, long price) {
    return event(
        "order.line.paid",
        "marketplace",
        "paid-" + line,
        "2026-06-10T12:00:00Z",
        line,
        "\"currency\":\"CNY\",\"priceMinor\":"
            + price
            + ",\"quantity\":2,\"brand\":\"brand-3\",\"store\":\"store-1\"");
  }

  static String shipped(String line, long grams) {
    return event(
        "shipment.dispatched",
        "carrier-1",
        "ship-" + line,
        "2026-06-11T12:00:00Z",
        line,
        "\"shipment\":\"s-" + line + "\",\"weightGrams\":" + grams + ",\"zone\":\"1\"");
  }

  static String refund(String line, String id, String time, long amount, int quantity) {
    return event(
        "refund.paid",
        "marketplace",
        id,
        time,
        line,
        "\"refund\":\"" + id + "\",\"amountMinor\":" + amount + ",\"quantity\":" + quantity);
  }

  static String event(
      String type, String sender, String id, String time, String line, String data) {
    return """
    {"specversion":"1.0","type":"%s","source":"/participants/%s","id":"%s",
     "time":"%s","receivedat":"%s",
     "data":{"order":{"owner":"marketplace","id":"o-1"},"line":"%s",%s}}
    """
        .formatted(type, sender, id, time, time, line, data);
  }
}
