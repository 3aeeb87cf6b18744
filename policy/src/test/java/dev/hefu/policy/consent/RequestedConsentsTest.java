package dev.hefu.policy.consent;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.dataset.RecordScope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Consents that begin with a participant: under a link, or attested. */
class RequestedConsentsTest {
  private static final SeparateConsents ALL = new SeparateConsents(true, true, true, true);
  private static final Instant AFTER_SILENCE = NOON.plus(Attestation.SILENCE);

  private static String link(World world, ConsentRequests requests) {
    return assertInstanceOf(
            ConsentRequests.Made.Link.class, requests.make(world.tx, NOON, MALL, "{}"))
        .token();
  }

  private static ConsentTerms attestable() {
    return terms().with(new SeparateConsents(true, false, false, false));
  }

  private static Consent attested(World world, UUID subject) {
    return changed(
        world.consents.attest(world.tx, NOON, subject, attestable(), NOTICE, "evidence"));
  }

  @Test
  void whoOpensALinkFirstIsAskedAndForOthersItIsGone() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          ConsentRequests requests = new ConsentRequests(world.consents);
          UUID lin = world.person("lin");
          UUID wu = world.person("wu");
          String token = link(world, requests);
          assertEquals("{}", requests.find(tx, NOON, wu, token).orElseThrow().document());
          Consent asked = changed(requests.open(tx, NOON, lin, token, terms(), NOTICE));
          assertEquals(ConsentState.REQUESTED, asked.state());
          assertEquals(Optional.of(asked), requests.opened(tx, NOON, lin, token));
          assertEquals(Optional.empty(), requests.opened(tx, NOON, wu, token));
          assertEquals(Optional.empty(), requests.find(tx, NOON, wu, token));
          assertEquals(
              new ConsentOutcome.NotFound(), requests.open(tx, NOON, wu, token, terms(), NOTICE));
        });
  }

  @Test
  void aLinkEndsAfterItsLifeAndAnUnknownOneIsNone() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          ConsentRequests requests = new ConsentRequests(world.consents);
          UUID lin = world.person("lin");
          String token = link(world, requests);
          Instant over = NOON.plus(ConsentRequests.LIFE);
          assertEquals(true, requests.find(tx, over.minusMillis(1), lin, token).isPresent());
          assertEquals(Optional.empty(), requests.find(tx, over, lin, token));
          assertEquals(
              new ConsentOutcome.NotFound(), requests.open(tx, over, lin, token, terms(), NOTICE));
          assertEquals(Optional.empty(), requests.find(tx, NOON, lin, "a".repeat(52)));
        });
  }

  @Test
  void aConsumerSeesNothingOfWhatIsNotGranted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent asked = changed(world.consents.request(tx, NOON, lin, terms(), NOTICE));
          assertEquals(List.of(), world.consents.ofConsumer(tx, MALL, null, 10));
          world.consents.deny(tx, NOON, lin, asked.subjectReference(), NOTICE);
          assertEquals(List.of(), world.consents.ofConsumer(tx, MALL, null, 10));
        });
  }

  @Test
  void onlyWhatWasAskedForAndAgreedToIsGranted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent asked = changed(world.consents.request(tx, NOON, lin, terms(), NOTICE));
          Notice english = new Notice(NOTICE.id(), NOTICE.version(), "en", "english");
          SeparateConsents given = new SeparateConsents(true, false, true, true);
          Consent granted =
              changed(
                  world.consents.accept(tx, NOON, lin, asked.subjectReference(), given, english));
          assertEquals(new SeparateConsents(true, false, false, false), granted.terms().separate());
          assertEquals(english, granted.notice());
          assertEquals(
              Optional.of(granted), world.consents.ofSubject(tx, lin, granted.subjectReference()));
        });
  }

  @Test
  void anAttestedConsentWaitsForTheTellingAndTheSilence() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent consent = attested(world, lin);
          assertEquals(ConsentState.REQUESTED, consent.state());
          assertEquals(List.of(), world.consents.grantSilent(tx, AFTER_SILENCE, 10));
          Attestation attestation = Objects.requireNonNull(consent.attestation());
          assertEquals(PAY, attestation.by());
          assertEquals(
              new ConsentOutcome.NotFound(),
              world.consents.told(tx, NOON, MALL, attestation.reference()));
          Consent told = changed(world.consents.told(tx, NOON, PAY, attestation.reference()));
          assertEquals(NOON, Objects.requireNonNull(told.attestation()).toldAt());
          assertEquals(
              new ConsentOutcome.WrongState(ConsentState.REQUESTED),
              world.consents.told(tx, AFTER_SILENCE, PAY, attestation.reference()));
          assertEquals(List.of(), world.consents.grantSilent(tx, AFTER_SILENCE.minusMillis(1), 10));
          Consent granted = world.consents.grantSilent(tx, AFTER_SILENCE, 10).getFirst();
          assertEquals(ConsentState.GRANTED, granted.state());
          assertEquals(List.of(), world.consents.grantSilent(tx, AFTER_SILENCE, 10));
        });
  }

  @Test
  void thePersonConfirmsOrDeniesAtOnce() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent confirmed = attested(world, lin);
          assertEquals(
              ConsentState.GRANTED,
              changed(
                      world.consents.accept(
                          tx, NOON, lin, confirmed.subjectReference(), ALL, NOTICE))
                  .state());
          Consent denied = attested(world, lin);
          world.consents.told(
              tx, NOON, PAY, Objects.requireNonNull(denied.attestation()).reference());
          world.consents.deny(tx, NOON, lin, denied.subjectReference(), NOTICE);
          assertEquals(List.of(), world.consents.grantSilent(tx, AFTER_SILENCE, 10));
        });
  }

  @Test
  void nothingSensitiveIsEverAttested() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          assertThrows(
              IllegalArgumentException.class,
              () -> world.consents.attest(tx, NOON, lin, terms(), NOTICE, "evidence"));
          Consent consent = attested(world, lin);
          Consent confirmed =
              changed(
                  world.consents.accept(tx, NOON, lin, consent.subjectReference(), ALL, NOTICE));
          assertEquals(false, confirmed.terms().separate().sensitive());
        });
  }

  /** A common limit would tell the provider how much the person holds with others. */
  @Test
  void whatAProviderAttestsHasALimitOfItsOwn() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          for (int i = 0; i < ConsentLedger.MAX_OPEN_CONSENTS_PER_SUBJECT; i++) {
            changed(world.consents.request(tx, NOON, lin, terms(), NOTICE));
          }
          assertEquals(
              new ConsentOutcome.TooMany(ConsentLedger.MAX_OPEN_CONSENTS_PER_SUBJECT),
              world.consents.request(tx, NOON, lin, terms(), NOTICE));
          Consent first = attested(world, lin);
          for (int i = 1; i < ConsentLedger.MAX_OPEN_ATTESTED; i++) {
            attested(world, lin);
          }
          assertEquals(
              new ConsentOutcome.TooMany(ConsentLedger.MAX_OPEN_ATTESTED),
              world.consents.attest(tx, NOON, lin, attestable(), NOTICE, "evidence"));
          changed(world.consents.deny(tx, NOON, lin, first.subjectReference(), NOTICE));
          attested(world, lin);
        });
  }

  /**
   * Nothing becomes of a request that nobody answered: it would fill the person's count for ever.
   */
  @Test
  void whatIsOverCountsNoMore() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Instant over = terms().validUntil();
          for (int i = 0; i < ConsentLedger.MAX_OPEN_CONSENTS_PER_SUBJECT; i++) {
            changed(world.consents.request(tx, NOON, lin, terms(), NOTICE));
          }
          assertEquals(
              new ConsentOutcome.TooMany(ConsentLedger.MAX_OPEN_CONSENTS_PER_SUBJECT),
              world.consents.request(tx, over.minusMillis(1), lin, later(), NOTICE));
          changed(world.consents.request(tx, over, lin, later(), NOTICE));
        });
  }

  /** The usual terms for a day longer. */
  private static ConsentTerms later() {
    ConsentTerms usual = terms();
    return new ConsentTerms(
        usual.providers(),
        usual.consumer(),
        usual.purpose(),
        usual.categories(),
        usual.highestTier(),
        usual.validFrom(),
        usual.validUntil().plus(Duration.ofDays(1)),
        usual.mode(),
        usual.frequency(),
        usual.maxRecords(),
        usual.dataLife(),
        usual.records(),
        usual.basis(),
        usual.separate());
  }

  @Test
  void theRecordsOfAConsentAreKept() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          RecordScope scope =
              new RecordScope(
                  LocalDate.parse("2026-01-01"),
                  null,
                  List.of(
                      new RecordScope.ValueFilter(
                          "purchase-history", "purchases.channel", List.of("web"))));
          ConsentTerms usual = terms();
          ConsentTerms narrow =
              new ConsentTerms(
                  usual.providers(),
                  usual.consumer(),
                  usual.purpose(),
                  usual.categories(),
                  usual.highestTier(),
                  usual.validFrom(),
                  usual.validUntil(),
                  usual.mode(),
                  null,
                  null,
                  null,
                  scope,
                  LegalBasis.CONTRACT,
                  usual.separate());
          Consent granted =
              changed(world.consents.grant(tx, NOON, world.person("lin"), narrow, NOTICE));
          assertEquals(
              narrow,
              world
                  .consents
                  .ofConsumer(tx, MALL, granted.consumerReference())
                  .orElseThrow()
                  .terms());
        });
  }

  @Test
  void pagesFollowOneAnotherWithoutGapOrRepeat() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          for (int i = 0; i < 7; i++) {
            changed(
                world.consents.grant(
                    tx, NOON.plus(Duration.ofSeconds(i / 2)), lin, terms(), NOTICE));
          }
          List<Consent> all = world.consents.ofSubject(tx, lin, null, 100);
          List<Consent> paged = new ArrayList<>();
          String after = null;
          do {
            List<Consent> page = world.consents.ofSubject(tx, lin, after, 3);
            paged.addAll(page);
            after = page.size() < 3 ? null : page.getLast().subjectReference();
          } while (after != null);
          assertEquals(all, paged);
          assertEquals(7, paged.size());
          String foreign = all.getFirst().consumerReference();
          assertEquals(List.of(), world.consents.ofSubject(tx, lin, foreign, 100));
        });
  }
}
