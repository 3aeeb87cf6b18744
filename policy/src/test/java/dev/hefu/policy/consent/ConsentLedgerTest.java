package dev.hefu.policy.consent;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.terms;
import static dev.hefu.policy.jooq.Tables.CONSENT_STATES;
import static dev.hefu.policy.jooq.Tables.CONSENT_USES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.schemas.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConsentLedgerTest {
  private static final Instant OVER = terms().validUntil();

  /** Every act of a person on a consent, and where it leads. */
  private enum Act {
    ACCEPT(ConsentState.GRANTED),
    DENY(ConsentState.DENIED),
    PAUSE(ConsentState.PAUSED),
    RESUME(ConsentState.GRANTED),
    REVOKE(ConsentState.REVOKED);

    private final ConsentState leadsTo;

    Act(ConsentState leadsTo) {
      this.leadsTo = leadsTo;
    }

    ConsentOutcome on(World world, Consent consent, Instant now) {
      UUID subject = consent.subject();
      String reference = consent.subjectReference();
      return switch (this) {
        case ACCEPT -> world.accept(now, subject, reference);
        case DENY -> world.consents.deny(world.tx, now, subject, reference, World.NOTICE);
        case PAUSE -> world.consents.pause(world.tx, now, subject, reference);
        case RESUME -> world.consents.resume(world.tx, now, subject, reference);
        case REVOKE -> world.consents.revoke(world.tx, now, subject, reference);
      };
    }

    boolean allowedIn(ConsentState state) {
      return switch (this) {
        case ACCEPT, DENY -> state == ConsentState.REQUESTED;
        case PAUSE -> state == ConsentState.GRANTED;
        case RESUME -> state == ConsentState.PAUSED;
        case REVOKE -> state == ConsentState.GRANTED || state == ConsentState.PAUSED;
      };
    }
  }

  private static Consent in(ConsentState state, World world, UUID subject) {
    Consent requested = changed(world.consents.request(world.tx, NOON, subject, terms(), NOTICE));
    return switch (state) {
      case REQUESTED -> requested;
      case GRANTED -> after(world, requested, Act.ACCEPT);
      case PAUSED -> after(world, requested, Act.ACCEPT, Act.PAUSE);
      case DENIED -> after(world, requested, Act.DENY);
      case REVOKED -> after(world, requested, Act.ACCEPT, Act.REVOKE);
      case EXPIRED -> {
        after(world, requested, Act.ACCEPT);
        yield world.consents.expire(world.tx, OVER, 10).getFirst();
      }
    };
  }

  private static Consent after(World world, Consent consent, Act... acts) {
    Consent now = consent;
    for (Act act : acts) {
      now = changed(act.on(world, now, NOON));
    }
    return now;
  }

  @Test
  void everyActInEveryStateDoesWhatTheLifeCycleSays() {
    for (ConsentState state : ConsentState.values()) {
      for (Act act : Act.values()) {
        Database.inTransaction(
            tx -> {
              World world = new World(tx);
              Consent consent = in(state, world, world.person("lin"));
              assertEquals(state, consent.state());
              ConsentOutcome outcome = act.on(world, consent, NOON);
              if (act.allowedIn(state)) {
                assertEquals(act.leadsTo, changed(outcome).state(), act + " in " + state);
                assertEquals(consent.version() + 1, changed(outcome).version());
              } else {
                assertEquals(new ConsentOutcome.WrongState(state), outcome, act + " in " + state);
              }
            });
      }
    }
  }

  @Test
  void whatIsReadIsWhatWasGranted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent granted = world.grant(lin);
          assertEquals(1, granted.version());
          assertEquals(terms(), granted.terms());
          assertEquals(NOTICE, granted.notice());
          Optional<Consent> kept = Optional.of(granted);
          assertEquals(kept, world.consents.ofConsumer(tx, MALL, granted.consumerReference()));
          assertEquals(kept, world.consents.ofSubject(tx, lin, granted.subjectReference()));
          assertEquals(List.of(granted), world.consents.ofSubject(tx, lin, null, 10));
          assertEquals(List.of(granted), world.consents.ofConsumer(tx, MALL, null, 10));
        });
  }

  @Test
  void frequencyRecordsAndModeAreKept() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          ConsentTerms once =
              new ConsentTerms(
                  terms().providers(),
                  MALL,
                  terms().purpose(),
                  terms().categories(),
                  terms().highestTier(),
                  NOON,
                  OVER,
                  ConsentMode.ONE_TIME,
                  new Allowance(3, Window.DAY),
                  400,
                  null,
                  terms().records(),
                  terms().basis(),
                  new SeparateConsents(false, true, false, true));
          Consent granted =
              changed(world.consents.grant(tx, NOON, world.person("lin"), once, NOTICE));
          assertEquals(
              once, world.consents.ofConsumer(tx, MALL, granted.consumerReference()).get().terms());
        });
  }

  @Test
  void aReferenceIsWorthNothingToOthers() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent consent = world.grant(world.person("lin"));
          UUID other = world.person("wei");
          assertNotEquals(consent.subjectReference(), consent.consumerReference());
          assertTrue(world.consents.ofConsumer(tx, PAY, consent.consumerReference()).isEmpty());
          assertTrue(world.consents.ofConsumer(tx, MALL, consent.subjectReference()).isEmpty());
          assertEquals(
              new ConsentOutcome.NotFound(),
              world.consents.revoke(tx, NOON, other, consent.subjectReference()));
        });
  }

  @Test
  void aConsentNeedsTheLinksItRestsOn() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID subject = UUID.randomUUID();
          world.link(subject, MALL, "m-1");
          assertEquals(
              new ConsentOutcome.NotLinked(PAY),
              world.consents.grant(tx, NOON, subject, terms(), NOTICE));
        });
  }

  @Test
  void aConsentThatIsOverIsNotGranted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          ConsentOutcome over = new ConsentOutcome.AlreadyOver();
          assertEquals(over, world.consents.grant(tx, OVER, lin, terms(), NOTICE));
          Consent requested = in(ConsentState.REQUESTED, world, lin);
          assertEquals(over, Act.ACCEPT.on(world, requested, OVER));
          assertEquals(ConsentState.DENIED, changed(Act.DENY.on(world, requested, OVER)).state());
        });
  }

  @Test
  void timeEndsAConsentBeforeTheSweepDoes() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent consent = world.grant(world.person("lin"));
          Instant last = OVER.minusMillis(1);
          assertEquals(
              new ConsentOutcome.WrongState(ConsentState.EXPIRED),
              Act.PAUSE.on(world, consent, OVER));
          assertEquals(ConsentState.PAUSED, changed(Act.PAUSE.on(world, consent, last)).state());
        });
  }

  @Test
  void theSweepExpiresWhatIsOverAndNothingElse() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent granted = in(ConsentState.GRANTED, world, world.person("a"));
          Consent paused = in(ConsentState.PAUSED, world, world.person("b"));
          in(ConsentState.REVOKED, world, world.person("c"));
          in(ConsentState.REQUESTED, world, world.person("d"));
          assertEquals(List.of(), world.consents.expire(tx, OVER.minusMillis(1), 10));
          assertEquals(1, world.consents.expire(tx, OVER, 1).size());
          assertEquals(1, world.consents.expire(tx, OVER, 10).size());
          assertEquals(List.of(), world.consents.expire(tx, OVER, 10));
          for (Consent consent : List.of(granted, paused)) {
            assertEquals(
                ConsentState.EXPIRED,
                world.consents.ofSubject(tx, consent.subject(), null, 1).getFirst().state());
          }
        });
  }

  @Test
  void everyStateStaysInTheHistory() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent revoked = in(ConsentState.REVOKED, world, world.person("lin"));
          assertEquals(
              List.of("REQUESTED", "GRANTED", "REVOKED"),
              tx.selectFrom(CONSENT_STATES)
                  .where(CONSENT_STATES.CONSENT.eq(revoked.id()))
                  .orderBy(CONSENT_STATES.VERSION)
                  .fetch(CONSENT_STATES.STATE));
        });
  }

  @Test
  void usesAreFinalValues() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID a = world.grant(world.person("a")).id();
          UUID b = world.grant(world.person("b")).id();
          Database.recordUses(tx, List.of());
          assertFalse(tx.fetchExists(CONSENT_USES));
          ConsentUse first = new ConsentUse(a, 1, 0, NOON, 1, NOON);
          ConsentUse later = new ConsentUse(a, 7, 90, NOON.plusSeconds(9), 2, NOON.plusSeconds(10));
          ConsentUse other = new ConsentUse(b, 1, 0, NOON, 1, NOON);
          Database.recordUses(tx, List.of(first));
          Database.recordUses(tx, List.of(other, later));
          Database.recordUses(tx, List.of(later));
          assertEquals(2, tx.fetchCount(CONSENT_USES));
          var row = tx.selectFrom(CONSENT_USES).where(CONSENT_USES.CONSENT.eq(a)).fetchSingle();
          assertEquals(
              later,
              new ConsentUse(
                  row.getConsent(),
                  row.getTotal(),
                  row.getRecords(),
                  row.getWindowStart().toInstant(),
                  row.getWindowUsed(),
                  row.getLastAt().toInstant()));
        });
  }

  @Test
  void listsAreBounded() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          world.grant(lin);
          Consent newest =
              changed(
                  world.consents.grant(tx, NOON.plus(Duration.ofSeconds(1)), lin, terms(), NOTICE));
          assertEquals(List.of(newest), world.consents.ofSubject(tx, lin, null, 1));
          assertEquals(2, world.consents.ofSubject(tx, lin, null, 5).size());
        });
  }
}
