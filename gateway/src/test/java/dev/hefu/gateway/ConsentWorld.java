package dev.hefu.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The one network that all consent cases run in, and what its providers answer about whom. */
final class ConsentWorld implements AutoCloseable {
  private static final Map<String, Object> USUAL = Map.of();

  private final Map<String, Answering> answering = new ConcurrentHashMap<>();
  final TestNetwork network;
  final Partner rival;
  final Partner loner;
  final Partner bank;
  final Partner lender;
  final Person other;

  /**
   * What a provider does when it is asked about somebody.
   *
   * @param ask what of the case's question is about the data
   * @param before runs before the answer, once
   */
  record Answering(Map<String, Object> ask, Runnable before) {}

  ConsentWorld() throws Exception {
    network = new TestNetwork(this::data);
    String suffix = network.market.id().substring("market".length());
    rival = network.partner("rival" + suffix, ParticipantKind.PLATFORM, null);
    loner = network.partner("loner" + suffix, ParticipantKind.PLATFORM, null);
    bank = network.partner("bank" + suffix, ParticipantKind.PAYMENT, this::data);
    publish(bank, TestNetwork.DATASET);
    publish(network.wallet, "purchase-history");
    lender = network.partner("lender" + suffix, ParticipantKind.PAYMENT, this::data);
    publish(lender, TestNetwork.DATASET);
    agree(network.wallet, network.market);
    agree(network.wallet, rival);
    agree(bank, network.market);
    agreeToApprovals(lender, network.market);
    agreeToApprovals(lender, rival);
    other = network.person();
  }

  private static void publish(Partner provider, String dataset) {
    ObjectNode schema = Dataset.builtIn(dataset, 1).orElseThrow().schema();
    provider.client().publish(new DatasetPublication(dataset, 1, schema)).orThrow();
  }

  private static void agree(Partner provider, Partner consumer) {
    sign(provider, consumer, terms(provider, consumer));
  }

  private static void agreeToApprovals(Partner provider, Partner consumer) {
    sign(provider, consumer, ApprovalsTest.approved(terms(provider, consumer)));
  }

  private static void sign(Partner provider, Partner consumer, SharingAgreementTerms terms) {
    consumer.client().countersign(provider.client().propose(terms).orThrow()).orThrow();
  }

  private static SharingAgreementTerms terms(Partner provider, Partner consumer) {
    return new SharingAgreementTerms(
        provider.id(),
        consumer.id(),
        List.of(new DatasetVersion(TestNetwork.DATASET, 1)),
        List.of(Purpose.RECOMMENDATION, Purpose.SERVICE),
        Tier.IDENTIFIED,
        Instant.now().minusSeconds(60),
        Instant.now().plus(Duration.ofDays(30)),
        null);
  }

  Partner partner(String name) {
    return switch (name) {
      case "market" -> network.market;
      case "wallet" -> network.wallet;
      case "rival" -> rival;
      case "loner" -> loner;
      case "bank" -> bank;
      case "lender" -> lender;
      default -> throw new IllegalArgumentException("no participant " + name);
    };
  }

  /** What the wallet shall answer about its customer. */
  void answer(String walletId, Answering how) {
    answering.put(walletId, how);
  }

  private Map<String, ObjectNode> data(RecordQuery query) {
    Answering how = answering.get(query.subject());
    if (how != null) {
      answering.put(query.subject(), new Answering(how.ask(), () -> {}));
      how.before().run();
    }
    Map<String, Object> ask = how == null ? USUAL : how.ask();
    ObjectNode personal = JsonNodeFactory.instance.objectNode();
    ConsentCases.list(ask.getOrDefault("methods", "card"))
        .forEach(personal.putArray("preferredMethods")::add);
    ObjectNode sensitive = JsonNodeFactory.instance.objectNode();
    sensitive.put("creditBand", String.valueOf(ask.getOrDefault("band", "A")));
    int merchants = (int) ask.getOrDefault("merchants", 0);
    if (merchants > 0) {
      ArrayNode categories = sensitive.putArray("merchantCategories");
      for (int i = 1; i <= merchants; i++) {
        categories.addObject().put("category", "books " + i).put("frequency", "WEEKLY");
      }
    }
    return Map.of("payment.personal", personal, "payment.sensitive", sensitive);
  }

  /** What the consumer calls the consent; it stays its own when the account is unlinked. */
  String consumersReference(String personsReference) {
    try (Connection connection = network.database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT consumer_reference FROM policy.consents WHERE subject_reference = ?")) {
      query.setString(1, personsReference);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Time that passes for the consents of one person: everything of theirs becomes that older. */
  void pass(String anyReferenceOfThePerson, Duration time) {
    String interval = time.toSeconds() + " seconds";
    String theirs =
        " IN (SELECT id FROM policy.consents WHERE subject = (SELECT subject FROM policy.consents"
            + " WHERE subject_reference = ?))";
    update(
        "UPDATE policy.consents SET valid_from = valid_from - ?::interval,"
            + " valid_until = valid_until - ?::interval WHERE id"
            + theirs,
        interval,
        interval,
        anyReferenceOfThePerson);
    update(
        "UPDATE policy.consent_uses SET window_start = window_start - ?::interval"
            + " WHERE consent"
            + theirs,
        interval,
        anyReferenceOfThePerson);
  }

  /** Time that passes for all that a provider has said of its customers. */
  void passForApprovals(UUID exchange, Duration time) {
    update(
        "UPDATE policy.approvals SET valid_until = valid_until - ?::interval"
            + " WHERE exchange = ?::uuid",
        time.toSeconds() + " seconds",
        exchange.toString());
  }

  private void update(String sql, String... values) {
    try (Connection connection = network.database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setString(i + 1, values[i]);
      }
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    network.close();
  }
}
