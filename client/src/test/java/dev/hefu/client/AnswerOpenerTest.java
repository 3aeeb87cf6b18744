package dev.hefu.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AnswerOpenerTest {
  @Test
  void aGenuineAnswerOpens() {
    TestExchange exchange = new TestExchange();
    OpenedAnswer.Verified opened =
        assertInstanceOf(
            OpenedAnswer.Verified.class,
            TestExchange.opener().open(TestExchange.ASKED, exchange.answer()));
    assertEquals(TestExchange.cells(), opened.cells());
    assertEquals(TestExchange.CONSENT, opened.consent());
    assertEquals(TestClock.START, opened.answeredAt());
    assertEquals(exchange.exchange, opened.exchange());
    assertEquals(2, opened.index());
    assertEquals(4, opened.checkpoint().size());
    assertTrue(opened.obligations().path("pseudonymise").asBoolean());
  }

  @Test
  void withoutACitedConsentAnyOfTheConsumersOpens() {
    ExchangeRequest asked = TestExchange.ASKED;
    ExchangeRequest bare =
        new ExchangeRequest(
            asked.provider(),
            asked.dataset(),
            asked.version(),
            asked.purpose(),
            asked.tier(),
            asked.subject(),
            null);
    assertInstanceOf(
        OpenedAnswer.Verified.class, TestExchange.opener().open(bare, new TestExchange().answer()));
  }

  @Test
  void aRepeatOpensByTheLeafOfTheRepeat() {
    TestExchange exchange = new TestExchange();
    exchange.decidedElsewhere("replay", exchange.exchange);
    assertInstanceOf(
        OpenedAnswer.Verified.class,
        TestExchange.opener().open(TestExchange.ASKED, exchange.answer()));
  }

  private record Tampering(String what, Consumer<TestExchange> by, String reason) {}

  @TestFactory
  Stream<DynamicTest> whateverIsNotGenuineIsRejected() {
    return Stream.of(
            new Tampering("sealed to another", e -> e.sealedTo = TestExchange.STRANGER, "It does"),
            new Tampering(
                "header by another",
                e -> e.headerSigner = TestExchange.STRANGER,
                "The gateway's header: "),
            new Tampering("header of another type", e -> e.headerType = "JWT", "The gateway's"),
            named("exchange", UUID.randomUUID().toString()),
            named("consumer", "other"),
            named("dataset", "purchase-history"),
            named("version", "2"),
            named("purpose", "marketing"),
            named("tier", "IDENTIFIED"),
            named("subject", "aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            new Tampering(
                "another record's digest",
                e -> {
                  e.digestOfTheRecord = false;
                  e.header.put("recordDigest", Digests.base64("other"));
                },
                "The gateway's header names another recordDigest."),
            new Tampering(
                "record by another",
                e -> e.recordSigner = TestExchange.STRANGER,
                "The provider's record: "),
            record("marketplace-2", null, "payment-profile", "The provider's record: "),
            record("marketplace", UUID.randomUUID(), "payment-profile", "The provider's record: "),
            record("marketplace", null, "purchase-history", "The provider's record is of another"),
            new Tampering(
                "another log",
                e -> e.log = NoteSigner.of("log.example/hefu", Secret.random()),
                "The log does not contain"),
            new Tampering(
                "a leaf of another exchange",
                e -> e.leaf.put("x", UUID.randomUUID().toString()),
                "The leaf is about another exchange."),
            new Tampering(
                "a repeat of another exchange",
                e -> e.decidedElsewhere("replay", UUID.randomUUID()),
                "The leaf is about another exchange."),
            new Tampering(
                "a leaf that says it was withheld",
                e -> e.decidedElsewhere("withheld", e.exchange),
                "The leaf is about another exchange."),
            new Tampering(
                "a leaf of another kind",
                e -> e.leaf.put("kind", "consent"),
                "The leaf is about another exchange."),
            new Tampering("no exchange", e -> e.leaf.put("x", "x"), "The leaf names no exchange."),
            new Tampering(
                "a group that is not committed to",
                e -> e.leaf.putArray("sd"),
                "A disclosed group is not one"))
        .map(
            tampering ->
                DynamicTest.dynamicTest(
                    tampering.what(),
                    () -> {
                      TestExchange exchange = new TestExchange();
                      tampering.by().accept(exchange);
                      rejected(TestExchange.ASKED, exchange.answer(), tampering.reason());
                    }));
  }

  private static Tampering named(String member, String value) {
    return new Tampering(
        "header names another " + member,
        e -> e.header.put(member, value),
        "The gateway's header names another " + member + ".");
  }

  private static Tampering record(
      String audience, @Nullable UUID nonce, String dataset, String why) {
    return new Tampering(
        "record for " + audience + " of " + dataset + " in " + nonce,
        e ->
            e.recordHeader =
                new RecordHeader(
                    "wallet",
                    audience,
                    (nonce == null ? e.exchange : nonce).toString(),
                    TestClock.START,
                    dataset,
                    "1"),
        why);
  }

  @Test
  void anUnknownProviderIsRejected() {
    ExchangeRequest asked = TestExchange.ASKED;
    ExchangeRequest other =
        new ExchangeRequest(
            "stranger",
            asked.dataset(),
            asked.version(),
            asked.purpose(),
            asked.tier(),
            asked.subject(),
            asked.consent());
    rejected(other, new TestExchange().answer(), "The provider has no registered keys.");
  }

  @Test
  void evidenceMustBeWholeAndItsOwn() {
    ExchangeAnswer answer = new TestExchange().answer();
    Evidence good = answer.evidence();
    Evidence other = new TestExchange().evidence();
    Map<String, Evidence> broken =
        Map.of(
            "The proof is not one for leaf 3.",
            new Evidence(3, good.leaf(), good.disclosures(), good.proof()),
            "The proof is not one for leaf 2.",
            new Evidence(2, good.leaf(), good.disclosures(), "c2sp.org/tlog-proof@v1\n"),
            "The log does not contain",
            new Evidence(2, good.leaf() + " ", good.disclosures(), good.proof()),
            "The log does not contain the leaf",
            new Evidence(2, good.leaf(), good.disclosures(), other.proof()),
            "A disclosed group is not one",
            new Evidence(
                2,
                good.leaf(),
                List.of(good.disclosures().getFirst(), good.disclosures().getFirst()),
                good.proof()));
    broken.forEach(
        (reason, evidence) ->
            rejected(
                TestExchange.ASKED,
                new ExchangeAnswer(answer.exchange(), answer.envelope(), evidence),
                reason));
  }

  @Test
  void disclosedGroupsAreReadByName() {
    EvidenceCheck.Proven proven =
        assertInstanceOf(
            EvidenceCheck.Proven.class,
            EvidenceCheck.of(new TestExchange().evidence(), TestExchange.LOG.verifier()));
    assertEquals(
        "permit", Objects.requireNonNull(proven.groups().get("decision")).path("outcome").asText());
    assertEquals("exchange", proven.kind());
  }

  private static void rejected(ExchangeRequest asked, ExchangeAnswer answer, String reason) {
    OpenedAnswer.Rejected rejected =
        assertInstanceOf(OpenedAnswer.Rejected.class, TestExchange.opener().open(asked, answer));
    assertTrue(rejected.reason().startsWith(reason), rejected.reason());
  }
}
