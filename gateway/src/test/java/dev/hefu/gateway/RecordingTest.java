package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.RecordQuery;
import dev.hefu.crypto.Opener;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.message.DatasetVersion;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.SharingAgreementTerms;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every byte that two consumers get about the same persons is recorded, envelopes opened and tokens
 * decoded: no value that belongs to one person only may stand in both recordings. Two consumers
 * that know a person by one id are the control.
 */
final class RecordingTest {
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_-]{8,}");

  /** Hashes of the log's tree stand in everybody's proofs and say nothing of a person. */
  private static final Pattern PROOF = Pattern.compile("\"proof\":\"[^\"]*\"");

  /** A second of time is no name: two answers may be given in the same one. */
  private static final Pattern SECOND = Pattern.compile("1\\d{9}");

  private static final int PERSONS = 3;

  /** What one participant got about each person. */
  private static final class Recording {
    private final Map<Integer, Set<String>> byPerson = new HashMap<>();

    void add(int person, String bytes) {
      Set<String> runs = byPerson.computeIfAbsent(person, key -> new HashSet<>());
      collect(runs, PROOF.matcher(bytes).replaceAll(""));
    }

    private static void collect(Set<String> runs, String bytes) {
      Matcher match = RUN.matcher(bytes);
      while (match.find()) {
        if (!SECOND.matcher(match.group()).matches() && runs.add(match.group())) {
          decoded(match.group()).forEach(text -> collect(runs, text));
        }
      }
    }

    /** What a run says once its base64url is taken off, if that is text. */
    private static List<String> decoded(String run) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(run), StandardCharsets.US_ASCII);
        return text.chars().allMatch(c -> c >= ' ' && c < 127) ? List.of(text) : List.of();
      } catch (IllegalArgumentException notBase64) {
        return List.of();
      }
    }

    /** The runs of this person that no other person has. */
    Set<String> only(int person) {
      Set<String> only = new HashSet<>(byPerson.get(person));
      byPerson.forEach(
          (other, runs) -> {
            if (other != person) {
              only.removeAll(runs);
            }
          });
      return only;
    }
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
  }

  @Test
  void twoConsumersShareNoValueAboutAPerson() throws Exception {
    try (TestNetwork network = new TestNetwork(RecordingTest::profile)) {
      for (Set<String> shared : shared(network, person -> "s-" + UUID.randomUUID())) {
        assertEquals(Set.of(), shared);
      }
    }
  }

  @Test
  void controlOneIdAtTwoConsumersIsFound() throws Exception {
    try (TestNetwork network = new TestNetwork(RecordingTest::profile)) {
      for (Set<String> shared : shared(network, Person::marketId)) {
        assertFalse(shared.isEmpty(), "an id that two consumers share went unnoticed");
      }
    }
  }

  /** For each person the runs that both consumers have and no other person does. */
  private static List<Set<String>> shared(TestNetwork network, Function<Person, String> secondsId)
      throws Exception {
    Partner second =
        network.partner(
            "second-" + UUID.randomUUID().toString().substring(0, 8), ParticipantKind.BRAND, null);
    agree(network, second);
    Recording market = new Recording();
    Recording other = new Recording();
    for (int i = 0; i < PERSONS; i++) {
      Person person = network.person();
      network.link(person.client(), second, secondsId.apply(person));
      network.consent(person);
      person.client().grant(forConsumer(network, second)).orThrow();
      record(network, market, i, network.market);
      record(network, other, i, second);
    }
    return IntStream.range(0, PERSONS)
        .mapToObj(
            person -> {
              Set<String> both = market.only(person);
              both.retainAll(other.only(person));
              return both;
            })
        .toList();
  }

  /** The consumer lists its consents, asks about the latest person, and opens what it gets. */
  private static void record(TestNetwork network, Recording recording, int person, Partner as) {
    ConsentView latest = as.client().consents().orThrow().items().getFirst();
    recording.add(person, text(latest));
    ExchangeRequest request = network.request(String.valueOf(latest.subject()), latest.reference());
    ExchangeAnswer answer =
        as.client().exchange(request, PartnerClient.newIdempotencyKey()).orThrow();
    recording.add(person, text(answer));
    byte[] opened = Opener.of(as.keys()).open(answer.envelope()).orElseThrow();
    recording.add(person, new String(opened, StandardCharsets.UTF_8));
    recording.add(person, text(as.client().receipt(answer.exchange()).orThrow()));
  }

  private static String text(Object message) {
    return new String(MessageCodec.bytes(message), StandardCharsets.UTF_8);
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
                    Instant.now().plus(Duration.ofDays(30))))
            .orThrow();
    consumer.client().countersign(proposed).orThrow();
  }
}
