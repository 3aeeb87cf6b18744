package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.demo.recording.Recordings;
import dev.hefu.gateway.demo.recording.SharedValue;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * Every byte that two consumers get about the same persons is recorded, envelopes opened and tokens
 * decoded: no value that belongs to one person only may stand in both recordings. Two consumers
 * that know a person by one id are the control. The demo does the same over all that it does.
 */
final class RecordingTest {
  private static final int PERSONS = 3;

  @Test
  void twoConsumersShareNoValueAboutAPerson() throws Exception {
    assertEquals(Set.of(), personsWithSharedValues(person -> "s-" + UUID.randomUUID()));
  }

  @Test
  void controlOneIdAtTwoConsumersIsFound() throws Exception {
    assertEquals(Set.of(0, 1, 2), personsWithSharedValues(Person::marketId));
  }

  @Test
  void consumersAndProviderShareNoValueOfAReceipt() throws Exception {
    assertEquals(Set.of(), personsWithSharedReceiptValues(false));
  }

  @Test
  void controlReceiptsThatDiscloseThePersonAreFound() throws Exception {
    assertEquals(Set.of(0, 1, 2), personsWithSharedReceiptValues(true));
  }

  @Test
  void consumersThatAreToldShareNoValue() throws Exception {
    assertEquals(Set.of(), personsWithSharedWebhookValues(false));
  }

  @Test
  void controlWebhooksThatNameThePersonAreFound() throws Exception {
    assertEquals(Set.of(0, 1, 2), personsWithSharedWebhookValues(true));
  }

  /** What is recorded: it happens in a network with a second consumer beside the market. */
  private interface Happening {
    void happen(TestNetwork network, Partner second, Recordings recordings) throws Exception;
  }

  /** The persons of whom two participants got a value that no other person has. */
  private static Set<Integer> recorded(Happening happening) throws Exception {
    Recordings recordings = new Recordings();
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      Partner second =
          network.partner(
              "second-" + UUID.randomUUID().toString().substring(0, 8),
              ParticipantKind.BRAND,
              null);
      happening.happen(network, second, recordings);
    }
    assertEquals(List.of(), recordings.unnamed());
    return recordings.shared((person, value) -> false).stream()
        .map(SharedValue::person)
        .collect(Collectors.toSet());
  }

  /** A new person, of this id at the second consumer, who consents to both. */
  private static Person consenting(TestNetwork network, Partner second, String id) {
    Person person = network.person();
    consent(network, person, second, id);
    return person;
  }

  private static void consent(TestNetwork network, Person person, Partner second, String id) {
    network.link(person.client(), second, id);
    network.consent(person);
    person.client().grant(forConsumer(network, second)).orThrow();
  }

  /**
   * The persons of whom two consumers are told a value, when the link on which both rest is ended.
   *
   * @param named whether the person's id stands in what is told
   */
  private static Set<Integer> personsWithSharedWebhookValues(boolean named) throws Exception {
    return recorded(
        (network, second, recordings) -> {
          for (int i = 0; i < PERSONS; i++) {
            Person person = consenting(network, second, "s-" + UUID.randomUUID());
            for (Partner consumer : List.of(network.market, second)) {
              ConsentView newest = consumer.client().consents().orThrow().items().getFirst();
              recordings.name(newest.reference(), i);
            }
            person.client().unlink(walletsLink(network, person)).orThrow();
          }
          DSLContext database = DSL.using(network.database, SQLDialect.POSTGRES);
          if (named) {
            database.execute(
                "UPDATE gateway.webhook SET body = replace(body, '\"data\":{',"
                    + " '\"data\":{\"person\":\"' || subject || '\",')");
          }
          // Spread over minutes, so that not even the moment is the same.
          database.execute("UPDATE gateway.webhook SET next_attempt_at = now()");
          for (Partner consumer : List.of(network.market, second)) {
            told(network, recordings, consumer);
          }
        });
  }

  private static String walletsLink(TestNetwork network, Person person) {
    return person.client().links().orThrow().items().stream()
        .filter(link -> link.participant().equals(network.wallet.id()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** A consumer receives what it is told, acknowledges it, and lists it. */
  private static void told(TestNetwork network, Recordings recordings, Partner as)
      throws Exception {
    PartnerClient client = client(network, recordings, as, as.tokens());
    try (WebhookReceiver receiver = new WebhookReceiver(as, network.gateway)) {
      client.receiveWebhooksAt(receiver.url()).orThrow();
      for (int i = 0; i < PERSONS; i++) {
        WebhookReceiver.Delivered one = receiver.next();
        recordings
            .of(as.id(), Opener.of(as.keys()))
            .answer(
                "POST " + new String(one.body(), StandardCharsets.UTF_8),
                "",
                200,
                Map.of("webhook-id", List.of(one.id()), "signature", List.of(one.signature())),
                one.body());
        client.acknowledge(one.told()).orThrow();
      }
    }
    client.webhooks(PageRequest.FIRST).orThrow();
  }

  /**
   * The persons of whom two participants have a value of their receipts that no other person has.
   *
   * @param persons whether the participants are handed the person's own receipts
   */
  private static Set<Integer> personsWithSharedReceiptValues(boolean persons) throws Exception {
    return recorded(
        (network, second, recordings) -> {
          for (int i = 0; i < PERSONS; i++) {
            String id = "s-" + UUID.randomUUID();
            Person person = consenting(network, second, id);
            for (String word : List.of(person.marketId(), person.walletId(), id)) {
              recordings.name(word, i);
            }
            receipts(network, recordings, network.market, PartnerClient::consents, i);
            receipts(network, recordings, second, PartnerClient::consents, i);
            receipts(network, recordings, network.wallet, PartnerClient::consentsAsProvider, i);
            if (persons) {
              handedOver(network, recordings, person, i, second);
            }
          }
        });
  }

  /** A participant lists its consents and reads its receipts of the newest person's. */
  private static void receipts(
      TestNetwork network,
      Recordings recordings,
      Partner as,
      Function<PartnerClient, Answer<Page<ConsentView>>> list,
      int person) {
    PartnerClient client = client(network, recordings, as, as.tokens());
    List<ConsentView> all = list.apply(client).orThrow().items();
    String subject = String.valueOf(all.getFirst().subject());
    List<ConsentView> newest = all.stream().filter(one -> subject.equals(one.subject())).toList();
    newest.forEach(one -> recordings.name(one.reference(), person));
    newest.forEach(one -> client.consentReceipt(one.reference()).orThrow());
  }

  /** Market and second consumer are each handed one of the person's own receipts. */
  private static void handedOver(
      TestNetwork network, Recordings recordings, Person person, int number, Partner second) {
    List<ConsentView> own = person.client().consents().orThrow().items();
    own.forEach(one -> recordings.name(one.reference(), number));
    client(network, recordings, network.market, person.tokens())
        .consentReceipt(own.getFirst().reference())
        .orThrow();
    client(network, recordings, second, person.tokens())
        .consentReceipt(own.getLast().reference())
        .orThrow();
  }

  private static PartnerClient client(
      TestNetwork network, Recordings recordings, Partner heard, TokenSource tokens) {
    return new PartnerClient(
        new HefuClient(
            recordings.of(heard.id(), Opener.of(heard.keys())).client(network.http),
            network.gateway.url(),
            tokens,
            Clock.systemUTC()),
        Signer.of(heard.keys()));
  }

  /** The persons of whom both consumers have a value that no other person has. */
  private static Set<Integer> personsWithSharedValues(Function<Person, String> secondsId)
      throws Exception {
    return recorded(
        (network, second, recordings) -> {
          agree(network, second);
          for (int i = 0; i < PERSONS; i++) {
            Person person = network.person();
            String id = secondsId.apply(person);
            recordings.name(person.marketId(), i);
            recordings.name(id, i);
            consent(network, person, second, id);
            record(network, recordings, network.market);
            record(network, recordings, second);
          }
        });
  }

  /** The consumer lists its consents, asks about the latest person, and opens what it gets. */
  private static void record(TestNetwork network, Recordings recordings, Partner as) {
    PartnerClient client = client(network, recordings, as, as.tokens());
    ConsentView latest = client.consents().orThrow().items().getFirst();
    ExchangeRequest request = network.request(String.valueOf(latest.subject()), latest.reference());
    ExchangeAnswer answer = client.exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    client.receipt(answer.exchange()).orThrow();
  }

  private static ConsentGrant forConsumer(TestNetwork network, Partner consumer) {
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    return new ConsentGrant(
        like.providers(),
        consumer.id(),
        like.purpose(),
        like.categories(),
        like.highestTier(),
        null,
        like.validUntil().plusSeconds(1),
        like.mode(),
        null,
        null,
        like.dataLifeDays(),
        null,
        null,
        like.flags(),
        like.notice());
  }

  private static void agree(TestNetwork network, Partner consumer) {
    var proposed =
        network
            .wallet
            .client()
            .propose(
                new SharingAgreementTerms(
                    network.wallet.id(),
                    consumer.id(),
                    List.of(new DatasetVersion(TestNetwork.DATASET, 1)),
                    List.of(Purpose.RECOMMENDATION),
                    Tier.PSEUDONYMOUS,
                    Instant.now().minusSeconds(60),
                    Instant.now().plus(Duration.ofDays(30)),
                    null))
            .orThrow();
    consumer.client().countersign(proposed).orThrow();
  }
}
