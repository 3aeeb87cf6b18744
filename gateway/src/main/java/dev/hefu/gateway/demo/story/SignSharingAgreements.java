package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.partner.DatasetNames;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.sharing.SharingApprovals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Provider and consumer sign the same terms, each with its own key. */
final class SignSharingAgreements implements Step {
  /** A brand whose agreement begins only next year. */
  static final String TOO_EARLY = "brand-2";

  /** A brand that has no agreement with anybody. */
  static final String WITHOUT_AGREEMENT = "brand-1";

  private static final Duration VALIDITY = Duration.ofDays(365);

  @Override
  public String title() {
    return "双方签署共享协议 · Sharing agreements are signed by both sides";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    List<SharingAgreementTerms> all = terms();
    stage.progress().expect(all.size());
    for (SharingAgreementTerms terms : all) {
      sign(stage, terms);
      stage.progress().advance();
    }
  }

  static void sign(Stage stage, SharingAgreementTerms terms) {
    SharingAgreement proposed = stage.partner(terms.provider()).client().propose(terms).orThrow();
    stage.partner(terms.consumer()).client().countersign(proposed).orThrow();
  }

  /**
   * A shop may look at purchases for one more purpose, once the marketplace approved the person.
   */
  static SharingAgreementTerms approved(String shop, Purpose purpose, Instant from) {
    List<DatasetVersion> datasets = List.of(new DatasetVersion(DatasetNames.PURCHASE_HISTORY, 1));
    Instant start = from.truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    return new SharingAgreementTerms(
        Cast.MARKETPLACE,
        shop,
        datasets,
        List.of(purpose),
        Tier.PSEUDONYMOUS,
        start,
        start.plus(VALIDITY),
        null,
        new SharingApprovals(datasets, Tier.PSEUDONYMOUS));
  }

  private static List<SharingAgreementTerms> terms() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    Instant end = now.plus(VALIDITY);
    List<SharingAgreementTerms> terms = new ArrayList<>();
    terms.add(
        new SharingAgreementTerms(
            Cast.PAYMENT,
            Cast.MARKETPLACE,
            List.of(new DatasetVersion(DatasetNames.PAYMENT_PROFILE, 1)),
            List.of(Purpose.RECOMMENDATION),
            Tier.PSEUDONYMOUS,
            now,
            end,
            null));
    terms.add(
        purchases(Cast.PAYMENT, List.of(Purpose.FRAUD_PREVENTION), Tier.PSEUDONYMOUS, now, end));
    terms.add(
        new SharingAgreementTerms(
            Cast.MARKETPLACE,
            Cast.PAYMENT,
            List.of(new DatasetVersion(DatasetNames.PRODUCT_INSIGHT, 1)),
            List.of(Purpose.FRAUD_PREVENTION),
            Tier.AGGREGATE,
            now,
            end,
            null));
    for (String shop : Cast.shops()) {
      terms.add(
          purchases(
              shop, List.of(Purpose.RECOMMENDATION, Purpose.SERVICE), Tier.IDENTIFIED, now, end));
    }
    terms.add(
        purchases(TOO_EARLY, List.of(Purpose.RESEARCH), Tier.AGGREGATE, end, end.plus(VALIDITY)));
    return terms;
  }

  private static SharingAgreementTerms purchases(
      String consumer, List<Purpose> purposes, Tier tier, Instant from, Instant until) {
    return new SharingAgreementTerms(
        Cast.MARKETPLACE,
        consumer,
        List.of(new DatasetVersion(DatasetNames.PURCHASE_HISTORY, 1)),
        purposes,
        tier,
        from,
        until,
        null);
  }
}
