package dev.hefu.gateway.demo.story;

import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.demo.partner.DatasetNames;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Every reason for which a consumer can be refused, brought about once; each refusal is a leaf. */
final class RefusedExchanges implements Step {
  static final String CODE = "refused.code";
  static final String CONSUMER = "refused.consumer";
  static final String INDEX = "refused.index";
  static final String REQUEST = "refused.request";

  /** Short enough to wait for, and long enough to grant; the later ones on a busy machine. */
  private static final List<Duration> SHORT_CONSENTS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(30));

  /** What no partner can bring about alone: a race within one commit, and a broken engine. */
  private static final Set<ErrorCode> NOT_BY_A_PARTNER =
      Set.of(ErrorCode.STATE_CHANGED, ErrorCode.POLICY_UNAVAILABLE, ErrorCode.ANSWER_WITHHELD);

  @Override
  public String title() {
    return "每一种拒绝各一次，皆有存证 · Every refusal once, each with evidence";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) throws Exception {
    Person person = stage.persons().getLast();
    Partner shop = stage.partner(stage.homeShop(person));
    Consents consents = new Consents(person, shop);
    ExchangeRequest good = Asks.request(consents.granted(Grants.toServe(shop.id())));

    whileSuspended(stage, shop, good);
    byAgreement(stage, shop, good);
    byAsking(stage, shop, good);
    byConsent(stage, shop, consents);
    bySensitivity(stage, person);
    byProvider(stage, shop, consents);
    everyCode(stage);
  }

  private static void whileSuspended(Stage stage, Partner shop, ExchangeRequest good) {
    stage.operator().suspend(shop.id(), "shown in the demo").orThrow();
    try {
      Asks.refused(stage, shop, good, ErrorCode.PARTICIPANT_SUSPENDED);
    } finally {
      stage.operator().resume(shop.id()).orThrow();
    }
  }

  private static void byAgreement(Stage stage, Partner shop, ExchangeRequest good) {
    Partner stranger = stage.partner(SignSharingAgreements.WITHOUT_AGREEMENT);
    Partner early = stage.partner(SignSharingAgreements.TOO_EARLY);
    Asks.refused(stage, stranger, good, ErrorCode.AGREEMENT_MISSING);
    Asks.refused(
        stage,
        early,
        with(good, Purpose.RESEARCH, Tier.AGGREGATE),
        ErrorCode.AGREEMENT_NOT_IN_FORCE);
    Asks.refused(stage, shop, unagreed(good), ErrorCode.DATASET_NOT_AGREED);
    Asks.refused(
        stage, shop, with(good, Purpose.MARKETING, good.tier()), ErrorCode.PURPOSE_NOT_AGREED);
    Partner payment = stage.partner(Cast.PAYMENT);
    ExchangeRequest tooClose =
        with(Asks.request(firstGranted(payment)), Purpose.FRAUD_PREVENTION, Tier.IDENTIFIED);
    Asks.refused(stage, payment, tooClose, ErrorCode.TIER_NOT_AGREED);
  }

  private static void byAsking(Stage stage, Partner shop, ExchangeRequest good) {
    ExchangeRequest uncited =
        new ExchangeRequest(
            good.provider(),
            good.dataset(),
            good.version(),
            good.purpose(),
            good.tier(),
            "nobody-of-this-id",
            null);
    Asks.refused(stage, shop, uncited, ErrorCode.NOT_PERMITTED);
    Asks.refused(
        stage,
        shop,
        with(good, Purpose.RECOMMENDATION, good.tier()),
        ErrorCode.PURPOSE_NOT_CONSENTED);
    ExchangeRequest tooClose = with(good, good.purpose(), Tier.IDENTIFIED);
    Problem refused = Asks.refused(stage, shop, tooClose, ErrorCode.TIER_NOT_CONSENTED);
    stage.book().note(CODE, refused.code().code());
    stage.book().note(CONSUMER, shop.id());
    stage.book().note(INDEX, refused.evidence() == null ? -1 : refused.evidence().index());
    stage.book().note(REQUEST, Asks.text(tooClose));
  }

  private static void byConsent(Stage stage, Partner shop, Consents consents) throws Exception {
    ConsentGrant plain = Grants.toServe(shop.id());
    ConsentView shortLived = shortLived(plain, consents);
    Instant nextMonth = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
    Asks.refused(
        stage,
        shop,
        Asks.request(consents.granted(Grants.between(plain, nextMonth, plain.validUntil()))),
        ErrorCode.CONSENT_NOT_IN_FORCE);
    usedUp(
        stage,
        shop,
        consents.granted(Grants.with(plain, ConsentGrant.Mode.ONE_TIME)),
        ErrorCode.CONSENT_USED);
    usedUp(
        stage,
        shop,
        consents.granted(Grants.with(plain, new ConsentGrant.Frequency(1, Window.DAY))),
        ErrorCode.BUDGET_EXCEEDED);
    Asks.refused(
        stage,
        shop,
        Asks.request(consents.granted(Grants.with(plain, Category.VISIT))),
        ErrorCode.CATEGORY_NOT_CONSENTED);
    ConsentView paused = consents.granted(plain);
    consents.pauseOwn();
    Asks.refused(stage, shop, Asks.request(paused), ErrorCode.CONSENT_PAUSED);
    consents.revokeOwn();
    Asks.refused(stage, shop, Asks.request(paused), ErrorCode.CONSENT_REVOKED);
    waitUntil(shortLived.validUntil());
    Asks.refused(stage, shop, Asks.request(shortLived), ErrorCode.CONSENT_EXPIRED);
  }

  private static ConsentView shortLived(ConsentGrant plain, Consents consents) throws Exception {
    for (Duration life : SHORT_CONSENTS) {
      Optional<ConsentView> granted =
          consents.grantedIfInTime(Grants.between(plain, null, Instant.now().plus(life)));
      if (granted.isPresent()) {
        return granted.get();
      }
    }
    throw new StepFailed("no consent could be granted within " + SHORT_CONSENTS.getLast());
  }

  private static void bySensitivity(Stage stage, Person person) throws Exception {
    Partner marketplace = stage.partner(Cast.MARKETPLACE);
    ConsentView withoutFlag =
        new Consents(person, marketplace)
            .granted(
                Grants.with(
                    Grants.toRecommend(), new ConsentGrant.Flags(false, false, false, false)));
    Asks.refused(stage, marketplace, Asks.request(withoutFlag), ErrorCode.SEPARATE_CONSENT_MISSING);
  }

  /** What the agreement has the provider approve: asked for, declined, and approved after all. */
  private static void byProvider(Stage stage, Partner shop, Consents consents) throws Exception {
    SignSharingAgreements.sign(
        stage, SignSharingAgreements.approved(shop.id(), Purpose.RESEARCH, Instant.now()));
    ExchangeRequest asked =
        Asks.request(consents.granted(Grants.with(Grants.toServe(shop.id()), Purpose.RESEARCH)));
    Problem waiting = Asks.refused(stage, shop, asked, ErrorCode.APPROVAL_NEEDED);
    UUID approval = Objects.requireNonNull(waiting.exchange());
    PartnerClient provider = stage.partner(asked.provider()).client();
    provider.decline(approval, new ApprovalRefusal(1, "shown in the demo")).orThrow();
    Asks.refused(stage, shop, asked, ErrorCode.APPROVAL_DECLINED);
    provider.approve(approval, new ApprovalGrant(1, 1)).orThrow();
    Asks.permitted(stage, shop, asked);
    consents.revokeOwn();
  }

  private static void usedUp(Stage stage, Partner shop, ConsentView consent, ErrorCode expected) {
    Asks.permitted(stage, shop, Asks.request(consent));
    Asks.refused(stage, shop, Asks.request(consent), expected);
  }

  private static void everyCode(Stage stage) {
    Set<String> missing =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.leavesLeaf() && !NOT_BY_A_PARTNER.contains(code))
            .map(ErrorCode::code)
            .collect(Collectors.toSet());
    missing.removeAll(stage.book().deniedCodes());
    StepFailed.unless(missing.isEmpty(), "never refused with %s", missing);
  }

  private static ConsentView firstGranted(Partner consumer) {
    return Asks.consents(consumer).stream()
        .filter(consent -> consent.state() == ConsentView.State.GRANTED)
        .findFirst()
        .orElseThrow();
  }

  private static ExchangeRequest with(ExchangeRequest request, Purpose purpose, Tier tier) {
    return new ExchangeRequest(
        request.provider(),
        request.dataset(),
        request.version(),
        purpose,
        tier,
        request.subject(),
        request.consent());
  }

  private static ExchangeRequest unagreed(ExchangeRequest request) {
    return new ExchangeRequest(
        request.provider(),
        DatasetNames.PURCHASE_HISTORY,
        PublishDatasets.UNAGREED_VERSION,
        request.purpose(),
        request.tier(),
        request.subject(),
        request.consent());
  }

  private static void waitUntil(Instant time) {
    // The database's clock judges; a second more covers what it lags behind ours.
    long millis = Duration.between(Instant.now(), time).plusSeconds(1).toMillis();
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
        .join();
  }
}
