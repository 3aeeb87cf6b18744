package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.client.token.TokenSource;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Use;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exchanges over the public API, through the partner library, on real parts. */
final class ExchangeTest {
  private static final int AT_ONCE = 64;

  /** Lets a test hold the provider's answers; open otherwise. */
  private static final AtomicReference<CountDownLatch> GATE =
      new AtomicReference<>(new CountDownLatch(0));

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(ExchangeTest::profile);
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  /** Counts an arrival and answers when the gate is open. */
  private static Map<String, ObjectNode> profile(RecordQuery query) {
    CountDownLatch gate = GATE.get();
    gate.countDown();
    try {
      assertTrue(gate.await(30, TimeUnit.SECONDS), "not all requests arrived together");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return TestNetwork.card(query);
  }

  private static Answer<ExchangeAnswer> ask(ExchangeRequest request) {
    return network.market.client().exchange(request, PartnerClient.newIdempotencyKey());
  }

  private static ErrorCode refusal(Answer<?> answer) {
    return problem(answer).code();
  }

  private static Problem problem(Answer<?> answer) {
    return assertInstanceOf(Answer.Refused.class, answer).problem();
  }

  @Test
  void aConsentedAnswerOpensAndProvesItself() {
    Person person = network.person();
    network.consent(person);
    ExchangeRequest request = network.request(person);
    ExchangeAnswer answer = ask(request).orThrow();
    OpenedAnswer opened = network.market.opener(network.gateway).open(request, answer);
    OpenedAnswer.Verified verified =
        assertInstanceOf(OpenedAnswer.Verified.class, opened, opened::toString);
    assertEquals(Set.of("payment.personal"), verified.cells().keySet());
    assertEquals(network.reference(person), verified.consent());
  }

  @Test
  void strangersAndUnconsentedPersonsAreOneAnswer() {
    Person silent = network.person();
    Problem unconsented = problem(ask(network.request(silent)));
    Problem unknown = problem(ask(network.request("m-nobody", null)));
    assertEquals(ErrorCode.NOT_PERMITTED, unconsented.code());
    assertEquals(unconsented.code(), unknown.code());
    assertEquals(unconsented.detail(), unknown.detail());
    assertNotNull(unknown.evidence(), "a refusal leaves a leaf");
  }

  @Test
  void aRevocationEndsUseAtOnceAndOnlyTheNamedConsumerLearnsWhy() {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    ask(network.request(person.marketId(), reference)).orThrow();
    person.client().revoke(consent.reference()).orThrow();
    assertEquals(
        ErrorCode.CONSENT_REVOKED, refusal(ask(network.request(person.marketId(), reference))));
    assertEquals(ErrorCode.NOT_PERMITTED, refusal(ask(network.request(person))));
  }

  @Test
  void aPausedConsentResumes() {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    person.client().pause(consent.reference()).orThrow();
    assertEquals(
        ErrorCode.CONSENT_PAUSED, refusal(ask(network.request(person.marketId(), reference))));
    person.client().resume(consent.reference()).orThrow();
    ask(network.request(person.marketId(), reference)).orThrow();
  }

  @Test
  void aOneTimeConsentIsUsedOnceHoweverManyAskTogether() throws Exception {
    Person person = network.person();
    person.client().grant(network.grant(ConsentGrant.Mode.ONE_TIME)).orThrow();
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    int released = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<ExchangeAnswer>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(callers.submit(() -> ask(request)));
      }
      for (Future<Answer<ExchangeAnswer>> answer : answers) {
        if (answer.get() instanceof Answer.Success) {
          released++;
        } else {
          assertEquals(ErrorCode.CONSENT_USED, refusal(answer.get()));
        }
      }
    }
    assertEquals(1, released);
  }

  @Test
  void theSameKeyGivesTheSameAnswerAndAnotherBodyIsRefused() {
    Person person = network.person();
    network.consent(person);
    ExchangeRequest request = network.request(person);
    String key = PartnerClient.newIdempotencyKey();
    ExchangeAnswer first = network.market.client().exchange(request, key).orThrow();
    ExchangeAnswer again = network.market.client().exchange(request, key).orThrow();
    assertEquals(first.exchange(), again.exchange());
    assertEquals(first.envelope(), again.envelope());
    assertNotEquals(first.evidence().index(), again.evidence().index(), "a replay is a leaf too");
    assertInstanceOf(
        OpenedAnswer.Verified.class, network.market.opener(network.gateway).open(request, first));
    assertEquals(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        refusal(network.market.client().exchange(network.request("m-other", null), key)));
  }

  /** What the contract says of a key, the gateway holds. */
  @Test
  void anAnswerIsGivenAgainForTenMinutes() {
    Person person = network.person();
    network.consent(person);
    ExchangeRequest request = network.request(person);
    String key = PartnerClient.newIdempotencyKey();
    String envelope = network.market.client().exchange(request, key).orThrow().envelope();
    age(key, "9 minutes");
    assertEquals(envelope, network.market.client().exchange(request, key).orThrow().envelope());
    age(key, "10 minutes");
    Problem late = problem(network.market.client().exchange(request, key));
    assertEquals(ErrorCode.ANSWER_EXPIRED, late.code());
    assertTrue(String.valueOf(late.detail()).contains(key), late::toString);
  }

  /** Has the answer under this key been given so long ago. */
  private static void age(String key, String interval) {
    int aged =
        DSL.using(network.database, SQLDialect.POSTGRES)
            .execute(
                "UPDATE gateway.idempotency SET at = clock_timestamp() - ?::interval WHERE key = ?",
                interval,
                key);
    assertEquals(1, aged);
  }

  @Test
  void aKeyIsWhatTheContractSaysAndThereOnce() throws Exception {
    Person person = network.person();
    network.consent(person);
    for (List<String> keys :
        List.of(
            List.<String>of(),
            List.of("short"),
            List.of("k".repeat(15)),
            List.of("k".repeat(65)),
            List.of("k".repeat(15) + "!"),
            List.of("k".repeat(16), "k".repeat(16)))) {
      assertEquals(400, status(person, keys), keys::toString);
    }
    assertEquals(200, status(person, List.of("k".repeat(16))));
    assertEquals(200, status(person, List.of("k".repeat(63) + "_")));
  }

  private static int status(Person person, List<String> keys) throws Exception {
    URI url = URI.create(network.gateway.url() + "/v1/exchanges");
    TokenSource tokens = network.market.tokens();
    String token = tokens.token();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("Authorization", "DPoP " + token)
            .header("DPoP", tokens.key().proof("POST", url, token, Instant.now()))
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    MessageCodec.bytes(network.request(person))));
    keys.forEach(key -> request.header("Idempotency-Key", key));
    return network.http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void aReplayOfARevokedUseIsRefused() {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    ExchangeRequest request = network.request(person.marketId(), network.reference(person));
    String key = PartnerClient.newIdempotencyKey();
    network.market.client().exchange(request, key).orThrow();
    person.client().revoke(consent.reference()).orThrow();
    assertEquals(
        ErrorCode.CONSENT_REVOKED, refusal(network.market.client().exchange(request, key)));
  }

  @Test
  void exchangesWaitTogetherAndNotInTurn() throws Exception {
    Person person = network.person();
    network.consent(person);
    ask(network.request(person)).orThrow();
    GATE.set(new CountDownLatch(AT_ONCE));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<ExchangeAnswer>>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(callers.submit(() -> ask(network.request(person))));
      }
      for (Future<Answer<ExchangeAnswer>> answer : answers) {
        answer.get().orThrow();
      }
    } finally {
      GATE.set(new CountDownLatch(0));
    }
  }

  @Test
  void thePersonSeesEveryUseAndEveryRefusal() {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    ask(network.request(person)).orThrow();
    person.client().revoke(consent.reference()).orThrow();
    ask(network.request(person.marketId(), reference));
    List<Use> uses = person.client().uses().orThrow().items();
    assertEquals(List.of("consent-revoked", "PERMIT"), uses.stream().map(Use::outcome).toList());
    assertEquals(List.of("payment.personal"), uses.getLast().cells());
    assertEquals(network.market.id(), uses.getLast().consumer());
  }

  @Test
  void linksAreReadInPages() {
    Person person = network.person();
    Set<String> seen = new HashSet<>();
    int pages = 0;
    for (Optional<PageRequest> next = Optional.of(PageRequest.first(1)); next.isPresent(); ) {
      var page = person.client().links(next.get()).orThrow();
      page.items().forEach(link -> assertTrue(seen.add(link.participant())));
      next = next.get().after(page);
      pages++;
    }
    assertEquals(Set.of(network.market.id(), network.wallet.id()), seen);
    assertEquals(3, pages);
  }

  @Test
  void usesComeInPagesWithoutGapOrRepeat() {
    Person person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    ask(network.request(person)).orThrow();
    person.client().revoke(consent.reference()).orThrow();
    for (int refused = 0; refused < 4; refused++) {
      ask(network.request(person.marketId(), reference));
    }
    List<Use> all = person.client().uses().orThrow().items();
    assertEquals(5, all.size());
    List<Use> paged = new ArrayList<>();
    Optional<PageRequest> next = Optional.of(PageRequest.first(2));
    while (next.isPresent()) {
      Page<Use> page = person.client().uses(next.get()).orThrow();
      assertTrue(page.items().size() <= 2);
      paged.addAll(page.items());
      next = next.get().after(page);
    }
    assertEquals(all, paged);
    var foreign = person.client().uses(new PageRequest(2, "not-ours"));
    assertEquals(ErrorCode.INVALID_REQUEST, refusal(foreign));
  }

  @Test
  void aSuspendedConsumerGetsNothingUntilItIsResumed() {
    Person person = network.person();
    network.consent(person);
    network.operator.suspend(network.market.id(), "key leaked").orThrow();
    try {
      assertEquals(ErrorCode.PARTICIPANT_SUSPENDED, refusal(ask(network.request(person))));
    } finally {
      network.operator.resume(network.market.id()).orThrow();
    }
    ask(network.request(person)).orThrow();
  }
}
