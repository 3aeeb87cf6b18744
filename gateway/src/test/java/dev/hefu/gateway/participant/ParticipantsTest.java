package dev.hefu.gateway.participant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.Signer;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.dataset.Dataset;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Participants, what they offer and what they sign, on a real database. */
final class ParticipantsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final URI GATEWAY = URI.create("https://gateway.example");
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();

  private DSLContext database;
  private Participants participants;

  @BeforeEach
  void start() {
    database = DSL.using(SharedPostgres.freshDatabase(), SQLDialect.POSTGRES);
    participants = new Participants(database);
  }

  @Test
  void findsWhatWasRegisteredAndRefusesTheSameIdTwice() {
    Participant brand = participant("brand-one", URI.create("https://brand.example/api"));
    assertEquals(Optional.empty(), participants.find("brand-one"));
    assertEquals(new ParticipantOutcome.Changed(brand), participants.register(database, brand));
    assertEquals(Optional.of(brand), participants.find("brand-one"));
    assertEquals(Optional.of(brand), new Participants(database).find("brand-one"));
    assertEquals(
        new ParticipantOutcome.Taken("brand-one"),
        participants.register(database, participant("brand-one", null)));
    Participant consumer = participant("shop-one", null);
    participants.register(database, consumer);
    assertEquals(Optional.of(consumer), participants.find("shop-one"));
  }

  @Test
  void aSuspensionIsANewVersion() {
    participants.register(database, participant("brand-one", null));
    participants.register(database, participant("brand-two", null));
    assertTrue(participants.find("brand-one").isPresent());
    ParticipantOutcome suspended = new Participants(database).suspend(database, "brand-one", true);
    assertTrue(
        suspended instanceof ParticipantOutcome.Changed(Participant now)
            && now.suspended()
            && now.version() == 2,
        suspended::toString);
    assertEquals(Optional.of("2 suspended"), standing("brand-one"));
    assertEquals(Optional.of("1"), standing("brand-two"));
    assertEquals(Optional.empty(), standing("nobody"));
  }

  /** Version and status as they are now, read past the cache. */
  private Optional<String> standing(String id) {
    return new Participants(database)
        .find(id)
        .map(found -> found.version() + (found.suspended() ? " suspended" : ""));
  }

  @Test
  void suspendsAndResumesOnceAndOnlyWhoIsThere() {
    participants.register(database, participant("brand-one", null));
    assertEquals(
        new ParticipantOutcome.Unknown("nobody"), participants.suspend(database, "nobody", true));
    assertTrue(
        participants.suspend(database, "brand-one", false) instanceof ParticipantOutcome.Unchanged);
    participants.suspend(database, "brand-one", true);
    assertTrue(
        participants.suspend(database, "brand-one", true) instanceof ParticipantOutcome.Unchanged);
    participants.suspend(database, "brand-one", false);
    assertEquals(Optional.of("3"), standing("brand-one"));
  }

  @Test
  void onlyThoseWhomTheOperatorLetImportEvents() {
    participants.register(database, participant("brand-one", null));
    participants.register(
        database,
        new Participant(
            "brand-three",
            "T",
            "三",
            ParticipantKind.BRAND,
            "CN",
            null,
            null,
            KEYS.toPublic(),
            true,
            false,
            1,
            NOW));
    assertFalse(participants.find("brand-one").orElseThrow().eventImporter());
    assertTrue(participants.find("brand-three").orElseThrow().eventImporter());
  }

  @Test
  void believesASignatureOfARegisteredKeyForItsPurposeOnly() {
    participants.register(database, participant("brand-one", null));
    participants.register(
        database,
        new Participant(
            "brand-two",
            "Two",
            "二",
            ParticipantKind.BRAND,
            "CN",
            null,
            null,
            PrivateKeySet.generate().toPublic(),
            true,
            false,
            1,
            NOW));
    byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
    String jws = Signer.of(KEYS).jws("hefu-sharing-agreement+jws", payload);
    assertArrayEquals(
        payload, participants.verify("brand-one", jws, "hefu-sharing-agreement+jws").orElseThrow());
    assertTrue(participants.verify("brand-one", jws, "hefu-link+jwt").isEmpty());
    assertTrue(participants.verify("brand-two", jws, "hefu-sharing-agreement+jws").isEmpty());
    assertTrue(participants.verify("nobody", jws, "hefu-sharing-agreement+jws").isEmpty());
  }

  @Test
  void aPublishedVersionNeverChanges() {
    participants.register(database, participant("brand-one", null));
    Datasets datasets = new Datasets(database);
    Dataset history = Dataset.builtIn("purchase-history", 1).orElseThrow();
    assertTrue(datasets.find("brand-one", "purchase-history", 1).isEmpty());
    assertTrue(datasets.publish(database, NOW, "brand-one", history));
    assertTrue(!datasets.publish(database, NOW, "brand-one", history));
    Dataset found = datasets.find("brand-one", "purchase-history", 1).orElseThrow();
    assertEquals(history.schema(), found.schema());
    assertEquals(history.cells(), found.cells());
    assertTrue(datasets.find("brand-one", "purchase-history", 2).isEmpty());
    assertTrue(datasets.find("brand-two", "purchase-history", 1).isEmpty());
  }

  @Test
  void listsWhatIsOfferedByProviderNameAndVersion() {
    Datasets datasets = new Datasets(database);
    for (String id : List.of("brand-two", "brand-one")) {
      participants.register(database, participant(id, null));
      datasets.publish(database, NOW, id, Dataset.builtIn("purchase-history", 1).orElseThrow());
      datasets.publish(database, NOW, id, Dataset.builtIn("payment-profile", 1).orElseThrow());
    }
    assertEquals(
        List.of(
            "brand-one payment-profile 1",
            "brand-one purchase-history 1",
            "brand-two payment-profile 1"),
        names(datasets.list(null, null, 3).offered()));
    assertEquals(
        List.of("brand-two payment-profile 1", "brand-two purchase-history 1"),
        names(datasets.list("brand-two", null, 10).offered()));
    assertEquals(NOW, datasets.list(null, null, 1).offered().getFirst().publishedAt());
  }

  @Test
  void listsEachOfferOnceInPagesOfAnySize() {
    Datasets datasets = new Datasets(database);
    for (String id : List.of("brand-two", "brand-one", "brand-three")) {
      participants.register(database, participant(id, null));
      datasets.publish(database, NOW, id, Dataset.builtIn("purchase-history", 1).orElseThrow());
      datasets.publish(database, NOW, id, Dataset.builtIn("payment-profile", 1).orElseThrow());
    }
    List<String> all = names(datasets.list(null, null, 100).offered());
    assertEquals(6, all.size());
    for (int size = 1; size <= 7; size++) {
      List<String> paged = new ArrayList<>();
      Datasets.Place after = null;
      do {
        Datasets.Listed page = datasets.list(null, after, size);
        paged.addAll(names(page.offered()));
        after = page.last();
      } while (after != null);
      assertEquals(all, paged);
    }
  }

  private static List<String> names(List<Datasets.Offered> offered) {
    return offered.stream().map(one -> one.provider() + " " + one.dataset()).toList();
  }

  @Test
  void readsALinkTokenThatAParticipantSignedForThisGateway() {
    participants.register(database, participant("brand-one", null));
    LinkTokens tokens = new LinkTokens(participants, GATEWAY);
    assertEquals(
        Optional.of(
            new LinkToken(
                "brand-one",
                "C-17",
                "n2",
                Instant.ofEpochSecond(5),
                Instant.ofEpochSecond(9),
                null)),
        tokens.verified(link("brand-one", GATEWAY.toString(), "5", "9")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brand-two https://gateway.example 5 9",
        "brand-one https://other.example 5 9",
        "brand-one https://gateway.example \"5\" 9",
        "brand-one https://gateway.example 5 null",
        "brand-one https://gateway.example -5 9",
        "brand-one https://gateway.example 5 253402300800"
      })
  void refusesALinkTokenThatIsNot(String claims) {
    participants.register(database, participant("brand-one", null));
    LinkTokens tokens = new LinkTokens(participants, GATEWAY);
    List<String> words = List.of(claims.split(" ", -1));
    String token = link(words.get(0), words.get(1), words.get(2), words.get(3));
    assertEquals(Optional.empty(), tokens.verified(token));
    assertEquals(Optional.empty(), tokens.verified("x." + token));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2028-05-01\" | 2028-05-01",
        "\"2028-05-32\" | refused",
        "\"soon\"       | refused",
        "\"\"           | refused",
        "true           | refused",
        "null           | refused"
      })
  void aLinkTokenMaySayUntilWhenAPersonIsUnderFourteen(String claim, String expected) {
    participants.register(database, participant("brand-one", null));
    String exp = "9,\"minorUntil\":" + claim;
    assertEquals(
        expected,
        new LinkTokens(participants, GATEWAY)
            .verified(link("brand-one", GATEWAY.toString(), "5", exp))
            .map(token -> String.valueOf(token.minorUntil()))
            .orElse("refused"));
  }

  @Test
  void movingToAnotherCountryIsAChange() {
    participants.register(database, participant("brand-one", null));
    assertTrue(
        participants.move(database, "brand-one", "CN") instanceof ParticipantOutcome.Unchanged);
    participants.move(database, "brand-one", "DE");
    assertEquals("DE", participants.find("brand-one").orElseThrow().country());
    assertEquals(2, participants.find("brand-one").orElseThrow().version());
    assertTrue(participants.move(database, "nobody", "DE") instanceof ParticipantOutcome.Unknown);
  }

  private static String link(String issuer, String audience, String iat, String exp) {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"C-17\",\"aud\":\"%s\",\"nonce\":\"n2\",\"iat\":%s,\"exp\":%s}"
            .formatted(issuer, audience, iat, exp);
    return Signer.of(KEYS).jws("hefu-link+jwt", claims.getBytes(StandardCharsets.UTF_8));
  }

  private static Participant participant(String id, @Nullable URI endpoint) {
    return new Participant(
        id,
        "One",
        "一",
        ParticipantKind.BRAND,
        "CN",
        null,
        endpoint,
        KEYS.toPublic(),
        false,
        false,
        1,
        NOW);
  }
}
