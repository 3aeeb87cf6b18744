package dev.hefu.gateway;

import dev.hefu.gateway.OutageLoad.Kind;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.embedded.ServerProcesses;
import dev.hefu.gateway.embedded.SharedKeycloak;
import dev.hefu.gateway.embedded.Signal;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A network of which every part can be stopped: a node in a process of its own, a PostgreSQL of its
 * own, an OPA server where there is one, a bank behind a relay, and Keycloak behind another.
 */
final class OutageWorld implements AutoCloseable {
  /** What the node gives a provider. */
  static final int PROVIDER_MILLIS = 1_000;

  /** Exchanges under way at the node: fewer than the bank alone has callers. */
  private static final int PLACES = 8;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Path folder;
  private LocalPostgres postgres;
  private @Nullable Relay relayed;
  final PGSimpleDataSource database = new PGSimpleDataSource();
  final Optional<OpaServer> opa;
  final Relay toKeycloak;
  final TestNetwork network;
  final Relay toBank;
  final Partner bank;
  final NodeProcess node;

  /** Who revokes and consents again. */
  final Person changing;

  final OutageLoad load;

  /**
   * Starts it all.
   *
   * @param first classes that take the place of the node's own; empty for none
   */
  OutageWorld(Path folder, List<Path> first) throws Exception {
    this.folder = folder;
    try {
      postgres = LocalPostgres.start(folder.resolve("postgres"), 0);
      parts.push(() -> postgres.close());
      Migrations.run(postgres.dataSource());
      database.setUrl(postgres.url());
      database.setUser(LocalPostgres.NAME);
      opa = StockOpa.find().isPresent() ? Optional.of(new OpaServer(folder)) : Optional.empty();
      opa.ifPresent(parts::push);
      toKeycloak = started(new Relay(SharedKeycloak.server().issuer().getPort()));
      network = started(new TestNetwork(database, TestNetwork::card, settings()));
      bank =
          network.provider(
              "bank-" + UUID.randomUUID().toString().substring(0, 8),
              TestNetwork::card,
              this::relayed);
      toBank = Objects.requireNonNull(relayed);
      node =
          started(NodeProcess.start(network.environment(), TestNode.Facts.UNDER_THE_LOCK, first));
      changing = network.person();
      load = started(new OutageLoad(network, node.url(), requests()));
    } catch (Exception failed) {
      close();
      throw failed;
    }
  }

  private URI relayed(URI server) {
    try {
      Relay relay = started(new Relay(server.getPort()));
      relayed = relay;
      return URI.create("http://127.0.0.1:" + relay.port());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Map<Kind, ExchangeRequest> requests() {
    Person atBank = network.person();
    network.link(atBank.client(), bank, "b-" + UUID.randomUUID());
    atBank.client().grant(network.grant(bank, ConsentGrant.Mode.PERIODIC)).orThrow();
    Person atWallet = network.person();
    network.consent(atWallet);
    Map<Kind, ExchangeRequest> requests = new EnumMap<>(Kind.class);
    requests.put(Kind.BANK, network.request(bank, atBank.marketId(), null));
    requests.put(Kind.WALLET, network.request(atWallet));
    requests.put(Kind.CHANGING, network.request(changing));
    requests.put(Kind.NOBODY, network.request(network.person()));
    return requests;
  }

  private Map<Setting, String> settings() {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    settings.put(Setting.EXCHANGE_PROVIDER_TIMEOUT_MILLIS, Integer.toString(PROVIDER_MILLIS));
    settings.put(Setting.IDENTITY_URL, "http://127.0.0.1:" + toKeycloak.port() + "/realms/hefu");
    opa.ifPresent(
        server -> {
          settings.put(Setting.POLICY_ENGINE, "remote");
          settings.put(Setting.POLICY_URL, server.url());
        });
    return settings;
  }

  private <T extends AutoCloseable> T started(T part) {
    parts.push(part);
    return part;
  }

  /** What the node is connected to, by port. */
  Map<Integer, String> peers() {
    Map<Integer, String> peers = new HashMap<>();
    peers.put(postgres.port(), "PostgreSQL");
    peers.put(toKeycloak.port(), "Keycloak");
    peers.put(toBank.port(), "the bank");
    peers.put(Objects.requireNonNull(network.wallet.endpoint()).getPort(), "the wallet");
    opa.ifPresent(server -> peers.put(server.port(), "OPA"));
    return peers;
  }

  void sendPostgres(Signal signal) throws IOException {
    signal.to(ServerProcesses.of(postgres));
  }

  /** The same data on the same port, after its processes were killed. */
  void startPostgresAgain() throws IOException {
    int port = postgres.port();
    postgres.close();
    postgres = LocalPostgres.start(folder.resolve("postgres"), port);
  }

  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
