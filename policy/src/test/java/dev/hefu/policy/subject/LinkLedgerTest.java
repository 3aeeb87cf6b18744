package dev.hefu.policy.subject;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.terms;
import static dev.hefu.policy.World.token;
import static dev.hefu.policy.jooq.Tables.LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.subject.LinkOutcome.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class LinkLedgerTest {
  private static final Instant TOO_LATE = NOON.plus(LinkLedger.REQUEST_LIFE);

  private static void refused(Cause cause, LinkOutcome outcome) {
    assertEquals(new LinkOutcome.TokenRefused(cause), outcome);
  }

  @Test
  void aTokenLinksThePersonWhoAskedForIt() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          Link link = world.link(lin, MALL, "m-1");
          assertTrue(link.active());
          assertEquals(1, link.version());
          assertEquals(List.of(link), world.links.ofSubject(tx, lin));
        });
  }

  @Test
  void theIdIsStoredNeitherInClearNorAlikeForTwo() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Link a = world.link(UUID.randomUUID(), MALL, "customer-1");
          Link b = world.link(UUID.randomUUID(), PAY, "customer-1");
          var first = tx.selectFrom(LINKS).where(LINKS.ID.eq(a.id())).fetchSingle();
          var second = tx.selectFrom(LINKS).where(LINKS.ID.eq(b.id())).fetchSingle();
          assertFalse(
              new String(first.getLocalIdSealed(), StandardCharsets.ISO_8859_1)
                  .contains("customer-1"));
          assertNotEquals(
              new String(first.getLocalIdLookup(), StandardCharsets.ISO_8859_1),
              new String(second.getLocalIdLookup(), StandardCharsets.ISO_8859_1));
        });
  }

  @Test
  void aSealedIdOpensForItsSubjectAndParticipantOnly() {
    World world = new World(DSL.using(SQLDialect.POSTGRES));
    SubjectKey lin = world.localIds.newKey(UUID.randomUUID());
    SubjectKey wei = world.localIds.newKey(UUID.randomUUID());
    byte[] sealed = world.localIds.seal(lin, MALL, "m-1");
    assertEquals("m-1", world.localIds.open(lin, MALL, sealed));
    assertThrows(IllegalStateException.class, () -> world.localIds.open(lin, PAY, sealed));
    assertThrows(IllegalStateException.class, () -> world.localIds.open(wei, MALL, sealed));
    SubjectKey swapped = new SubjectKey(wei.subject(), lin.wrapped());
    assertThrows(IllegalStateException.class, () -> world.localIds.open(swapped, MALL, sealed));
  }

  @Test
  void aNonceServesOnce() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          String nonce = world.nonce(lin, MALL);
          assertInstanceOf(
              LinkOutcome.Linked.class, world.links.link(tx, NOON, lin, token(MALL, "m", nonce)));
          refused(Cause.USED_NONCE, world.links.link(tx, NOON, lin, token(MALL, "n", nonce)));
        });
  }

  @Test
  void aNonceServesItsPersonAndParticipantOnly() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          String nonce = world.nonce(lin, MALL);
          refused(Cause.UNKNOWN_NONCE, world.links.link(tx, NOON, lin, token(MALL, "m", "other")));
          refused(
              Cause.OTHER_PERSON,
              world.links.link(tx, NOON, UUID.randomUUID(), token(MALL, "m", nonce)));
          refused(Cause.OTHER_PARTICIPANT, world.links.link(tx, NOON, lin, token(PAY, "p", nonce)));
          assertInstanceOf(
              LinkOutcome.Linked.class, world.links.link(tx, NOON, lin, token(MALL, "m", nonce)));
        });
  }

  @Test
  void aRequestLivesTenMinutes() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          String nonce = world.nonce(lin, MALL);
          Instant last = TOO_LATE.minusMillis(1);
          LinkToken late =
              new LinkToken(MALL, "m", nonce, last, last.plus(Duration.ofMinutes(10)), null);
          refused(Cause.REQUEST_EXPIRED, world.links.link(tx, TOO_LATE, lin, late));
          assertInstanceOf(LinkOutcome.Linked.class, world.links.link(tx, last, lin, late));
        });
  }

  @Test
  void aTokenLivesAtMostTenMinutesWithAMinuteOfSkew() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          String nonce = world.nonce(lin, MALL);
          Duration minute = Duration.ofMinutes(1);
          refused(Cause.TOKEN_NOT_YET_VALID, at(world, lin, nonce, minute.plusMillis(1), minute));
          refused(Cause.TOKEN_EXPIRED, at(world, lin, nonce, minute.multipliedBy(-2), minute));
          refused(
              Cause.TOKEN_TOO_LONG,
              at(world, lin, nonce, Duration.ZERO, minute.multipliedBy(10).plusMillis(1)));
          assertInstanceOf(
              LinkOutcome.Linked.class, at(world, lin, nonce, minute, minute.multipliedBy(10)));
        });
  }

  private static LinkOutcome at(
      World world, UUID subject, String nonce, Duration issuedAfterNoon, Duration life) {
    Instant issued = NOON.plus(issuedAfterNoon);
    return world.links.link(
        world.tx, NOON, subject, new LinkToken(MALL, "m", nonce, issued, issued.plus(life), null));
  }

  @Test
  void anIdIsOneThatCanBeAskedFor() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          String nonce = world.nonce(lin, MALL);
          String longest = "x".repeat(128);
          for (String id : List.of("", longest + "x", "m 1", "m-1\n", "\u987e\u5ba2", "m\u0000")) {
            refused(
                Cause.LOCAL_ID_INVALID, world.links.link(tx, NOON, lin, token(MALL, id, nonce)));
          }
          assertInstanceOf(
              LinkOutcome.Linked.class,
              world.links.link(tx, NOON, lin, token(MALL, longest, nonce)));
        });
  }

  @Test
  void anAccountBelongsToOnePersonAndAPersonHasOneAccount() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          UUID wei = UUID.randomUUID();
          String second = world.nonce(lin, MALL);
          Link link = world.link(lin, MALL, "m-1");
          assertEquals(
              new LinkOutcome.Conflict(),
              world.links.link(tx, NOON, wei, token(MALL, "m-1", world.nonce(wei, MALL))));
          assertEquals(
              new LinkOutcome.Conflict(),
              world.links.link(tx, NOON, lin, token(MALL, "m-2", second)));
          assertEquals(
              new RequestOutcome.AlreadyLinked(link), world.links.request(tx, NOON, lin, MALL));
        });
  }

  @Test
  void openRequestsAreBounded() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          for (int i = 0; i < LinkLedger.MAX_OPEN_REQUESTS; i++) {
            world.nonce(lin, MALL);
          }
          assertEquals(
              new RequestOutcome.TooMany(LinkLedger.MAX_OPEN_REQUESTS),
              world.links.request(tx, NOON, lin, MALL));
          assertInstanceOf(
              RequestOutcome.Requested.class, world.links.request(tx, TOO_LATE, lin, MALL));
        });
  }

  @Test
  void unlinkingEndsTheConsentsThatNameTheParticipant() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent granted = world.grant(lin);
          changed(world.consents.request(tx, NOON, lin, terms(), NOTICE));
          Consent revoked = world.grant(lin);
          changed(world.consents.revoke(tx, NOON, lin, revoked.subjectReference()));
          Link pay =
              world.links.ofSubject(tx, lin).stream()
                  .filter(link -> link.participant().equals(PAY))
                  .findFirst()
                  .orElseThrow();
          UnlinkOutcome.Unlinked unlinked =
              (UnlinkOutcome.Unlinked) world.links.unlink(tx, NOON, lin, pay.id());
          assertFalse(unlinked.link().active());
          assertEquals(2, unlinked.link().version());
          assertEquals(
              List.of(ConsentState.DENIED, ConsentState.REVOKED),
              unlinked.ended().stream().map(Consent::state).sorted().toList());
          assertEquals(
              ConsentState.REVOKED,
              world.consents.ofSubject(tx, lin, granted.subjectReference()).get().state());
        });
  }

  @Test
  void unlinkingAtTheConsumerEndsItsConsentsToo() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          world.grant(lin);
          Link mall =
              world.links.ofSubject(tx, lin).stream()
                  .filter(link -> link.participant().equals(MALL))
                  .findFirst()
                  .orElseThrow();
          assertEquals(
              1,
              ((UnlinkOutcome.Unlinked) world.links.unlink(tx, NOON, lin, mall.id()))
                  .ended()
                  .size());
        });
  }

  @Test
  void onlyThePersonUnlinksAndOnlyOnce() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          Link link = world.link(lin, MALL, "m-1");
          UnlinkOutcome notFound = new UnlinkOutcome.NotFound();
          assertEquals(notFound, world.links.unlink(tx, NOON, UUID.randomUUID(), link.id()));
          assertInstanceOf(
              UnlinkOutcome.Unlinked.class, world.links.unlink(tx, NOON, lin, link.id()));
          assertEquals(notFound, world.links.unlink(tx, NOON, lin, link.id()));
        });
  }

  @Test
  void anEndedAccountMayBeLinkedAnew() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          Link first = world.link(lin, MALL, "m-1");
          world.links.unlink(tx, NOON, lin, first.id());
          Link again = world.link(UUID.randomUUID(), MALL, "m-1");
          assertNotEquals(first.id(), again.id());
        });
  }

  /** What was seen of the other links is no longer so: a decision on it is not committed. */
  @Test
  void whoIsSaidToBeAChildIsSeenAnewByAll() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = UUID.randomUUID();
          world.link(lin, MALL, "m-1");
          world.link(UUID.randomUUID(), MALL, "m-2");
          world.link(lin, PAY, "p-1");
          assertEquals(List.of(1, 1, 1), versions(tx));
          String nonce = world.nonce(lin, "school");
          LocalDate fourteen = LocalDate.parse("2030-01-01");
          world.links.link(
              tx,
              NOON,
              lin,
              new LinkToken("school", "s-1", nonce, NOON, NOON.plusSeconds(60), fourteen));
          assertEquals(List.of(1, 1, 2, 2), versions(tx), "not the new one, and not another's");
        });
  }

  private static List<Integer> versions(DSLContext tx) {
    return tx.select(LINKS.VERSION).from(LINKS).orderBy(LINKS.VERSION).fetch(LINKS.VERSION);
  }
}
