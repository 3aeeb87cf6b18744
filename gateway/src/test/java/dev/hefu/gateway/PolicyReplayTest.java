package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.replay.PastDecision;
import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions of real exchanges, decided again from what is kept of them. */
final class PolicyReplayTest {
  private static final Path RULES =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego", "hefu");
  private static final EmbeddedEngine ENGINE = new EmbeddedEngine(1, Duration.ofSeconds(30));

  private static TestNetwork network;
  private static Person person;

  @BeforeAll
  static void decideOnThree() throws Exception {
    network = new TestNetwork(TestNetwork::card);
    person = network.person();
    ConsentView consent = network.consent(person);
    String reference = network.reference(person);
    ask(network.request(person.marketId(), reference));
    person.client().pause(consent.reference()).orThrow();
    ask(network.request(person.marketId(), reference));
    ask(network.request("m-nobody", null));
  }

  private static void ask(ExchangeRequest request) {
    network.market.client().exchange(request, PartnerClient.newIdempotencyKey());
  }

  @AfterAll
  static void stop() throws Exception {
    ENGINE.close();
    network.close();
  }

  private static StockOpa opa(Path rules) {
    assumeTrue(StockOpa.find().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    return new StockOpa(StockOpa.find().orElseThrow(), rules);
  }

  private static List<Decision> embedded(List<String> inputs) {
    return inputs.stream().map(input -> ENGINE.decide(InputText.of(input)).decision()).toList();
  }

  private static Replay.Result replay(Replay.Rules rules) throws IOException, SQLException {
    try (Connection connection = network.database.getConnection()) {
      return new Replay(rules).run(new PastDecisions(connection), ENGINE.revision()::equals);
    }
  }

  @Test
  void whatIsKeptTellsNobodysId() throws SQLException {
    try (Connection connection = network.database.getConnection()) {
      List<PastDecision> kept = new PastDecisions(connection).page(-1);
      assertEquals(
          List.of(
              "permit payment.personal payment.sensitive (pseudonymise, group of 1, 30 days)",
              "deny consent-paused",
              "deny not-permitted"),
          kept.stream().map(PastDecision::decision).toList());
      for (PastDecision each : kept) {
        assertEquals(ENGINE.revision(), each.revision());
        assertEquals(InputText.of(each.input()).digest(), each.digest());
        assertFalse(each.input().contains(person.marketId()), each.input());
        assertFalse(each.input().contains(person.walletId()), each.input());
      }
    }
  }

  @Test
  void theSameRulesDecideAlike() throws Exception {
    Replay.Result result = replay(PolicyReplayTest::embedded);
    assertEquals(new Replay.Result(3, 0, 0, List.of()), result);
  }

  @Test
  void aStockOpaDecidesAlike() throws Exception {
    StockOpa opa = opa(RULES);
    opa.test();
    assertEquals(new Replay.Result(3, 0, 0, List.of()), replay(opa::decide));
  }

  @Test
  void decisionsOfOtherRulesAreLeftOut() throws Exception {
    try (Connection connection = network.database.getConnection()) {
      Replay.Result result =
          new Replay(PolicyReplayTest::embedded)
              .run(new PastDecisions(connection), "another"::equals);
      assertEquals(new Replay.Result(0, 3, 0, List.of()), result);
    }
  }

  @Test
  void changedRulesAreHeldAgainstThePast(@TempDir Path folder) throws Exception {
    Path changed = copy(folder);
    Path cells = changed.resolve("cells").resolve("cells.rego");
    String before = Files.readString(cells);
    String after =
        before.replace(
            "identifying := {\"identity\", \"contact\"}",
            "identifying := {\"identity\", \"contact\", \"payment\"}");
    assertFalse(before.equals(after));
    Files.writeString(cells, after);
    Replay.Result result = replay(opa(changed)::decide);
    assertEquals(3, result.replayed());
    assertEquals(
        List.of("deny category-not-consented", "deny consent-paused category-not-consented"),
        result.listed().stream().map(Replay.Difference::now).toList());
    assertTrue(result.listed().getFirst().past().decision().startsWith("permit "));
  }

  /** A change whose own tests fail is not even compared. */
  @Test
  void rulesWhoseTestsFailAreRefused(@TempDir Path folder) throws Exception {
    Path changed = copy(folder);
    Path tiers = changed.resolve("tiers").resolve("tiers.rego");
    Files.writeString(tiers, Files.readString(tiers).replace("<=", ">="));
    StockOpa opa = opa(changed);
    assertThrows(IOException.class, opa::test);
  }

  @Test
  void anAlteredInputIsNamed() throws Exception {
    String alter =
        """
        UPDATE gateway.disclosure
        SET policy_input = replace(policy_input, 'PSEUDONYMOUS', 'IDENTIFIED')
        WHERE policy_decision = 'deny consent-paused'
        """;
    try (Connection connection = network.database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertEquals(1, statement.executeUpdate(alter));
      Replay.Result result =
          new Replay(PolicyReplayTest::embedded).run(new PastDecisions(connection), any -> true);
      connection.rollback();
      assertEquals(1, result.different());
      assertTrue(result.listed().getFirst().now().contains("not the one"), result.toString());
    }
  }

  private static Path copy(Path folder) throws IOException {
    Path target = folder.resolve("hefu");
    try (Stream<Path> files = Files.walk(RULES)) {
      for (Path file : files.toList()) {
        Path place = target.resolve(RULES.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.copy(file, place);
        }
      }
    }
    return target;
  }
}
