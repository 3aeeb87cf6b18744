package dev.hefu.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.client.Answer;
import dev.hefu.client.ClientTokens;
import dev.hefu.client.HefuClient;
import dev.hefu.client.Issuer;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.OperatorClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.PersonLogin;
import dev.hefu.client.ProviderEndpoint;
import dev.hefu.client.ProviderKit;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.message.DatasetPublication;
import dev.hefu.schemas.message.DatasetVersion;
import dev.hefu.schemas.message.ExchangeRequest;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.message.ParticipantRegistration;
import dev.hefu.schemas.message.SharingAgreement;
import dev.hefu.schemas.message.SharingAgreementTerms;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.NoticeReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A market, a wallet and a person who consented, on real PostgreSQL and Keycloak; the gateway runs
 * in a process of its own, so that its processor time can be told apart.
 */
final class BenchNetwork implements AutoCloseable {
  private static final String DATASET = "payment-profile";
  private static final Duration VALID = Duration.ofDays(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final GatewayProcess gateway;
  private final Issuer issuer;
  private final OperatorClient operator;
  private final URI endpoint;
  private final PartnerClient market;

  private BenchNetwork(Path folder, @Nullable Path profile) throws IOException {
    LocalPostgres postgres = started(LocalPostgres.start(folder.resolve("postgres"), 0));
    Path home = Path.of(System.getProperty("hefu.home", "."));
    LocalKeycloak keycloak =
        started(
            LocalKeycloak.start(LocalKeycloak.distribution(home), folder.resolve("keycloak"), 0));
    gateway = started(GatewayProcess.start(folder, postgres, keycloak, profile));
    issuer = Issuer.discover(http, keycloak.issuer(), Clock.systemUTC());
    operator = new OperatorClient(operatorCalls(keycloak));
    PrivateKeySet walletKeys = PrivateKeySet.generate();
    endpoint = serve(walletKeys);
    PartnerClient wallet = partner("wallet", walletKeys, ParticipantKind.PAYMENT, endpoint);
    PrivateKeySet marketKeys = PrivateKeySet.generate();
    market = partner("market", marketKeys, ParticipantKind.PLATFORM, null);
    ObjectNode schema = Dataset.builtIn(DATASET, 1).orElseThrow().schema();
    wallet.publish(new DatasetPublication(DATASET, 1, schema)).orThrow();
    SharingAgreement proposed = wallet.propose(terms()).orThrow();
    market.countersign(proposed).orThrow();
    PersonClient person = person();
    link(person, "wallet", walletKeys, "w-1");
    link(person, "market", marketKeys, "m-1");
    person.grant(consent()).orThrow();
  }

  /** Starts one; the gateway is recorded if there is a file to write the profile to. */
  static BenchNetwork start(@Nullable Path profile) throws IOException {
    return new BenchNetwork(Files.createTempDirectory("hefu-bench"), profile);
  }

  /** One governed exchange; whether it was permitted. */
  boolean exchange() {
    ExchangeRequest request =
        new ExchangeRequest(
            "wallet", DATASET, 1, Purpose.RECOMMENDATION, Tier.PSEUDONYMOUS, "m-1", null);
    return market.exchange(request, PartnerClient.newIdempotencyKey()) instanceof Answer.Success;
  }

  Duration gatewayCpu() {
    return gateway.cpu();
  }

  private HefuClient operatorCalls(LocalKeycloak keycloak) {
    PrivateKeySet keys = PrivateKeySet.generate();
    try (KeycloakProvisioner provisioner =
        new KeycloakProvisioner(keycloak.issuer(), keycloak.provisionerSecret())) {
      provisioner.provisionOperator("bench", keys.toPublic(), Set.of(Role.PARTICIPANT_ADMIN));
    }
    return calls("bench", keys);
  }

  private HefuClient calls(String id, PrivateKeySet keys) {
    return new HefuClient(
        http, gateway.url(), new ClientTokens(issuer, id, Signer.of(keys)), Clock.systemUTC());
  }

  private PartnerClient partner(
      String id, PrivateKeySet keys, ParticipantKind kind, @Nullable URI where) {
    operator
        .register(
            new ParticipantRegistration(
                id, new LocalizedText(id, id), kind, where, keys.toPublic().toJson(), null))
        .orThrow();
    return new PartnerClient(calls(id, keys), Signer.of(keys));
  }

  private URI serve(PrivateKeySet keys) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    ProviderKit kit =
        new ProviderKit(
            "wallet",
            Signer.of(keys),
            Verifier.of(gateway.publicKeys()),
            query -> Map.of("payment.personal", fields),
            Clock.systemUTC());
    server.createContext(ProviderKit.PATH, new ProviderEndpoint(kit));
    server.setExecutor(threads);
    server.start();
    parts.push(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private PersonClient person() {
    PersonLogin login = new PersonLogin(http, issuer, URI.create("http://127.0.0.1/signed-in"));
    return new PersonClient(
        new HefuClient(
            http,
            gateway.url(),
            login.register("person-" + UUID.randomUUID(), UUID.randomUUID().toString()),
            Clock.systemUTC()));
  }

  private void link(PersonClient person, String participant, PrivateKeySet keys, String localId) {
    LinkNonce nonce = person.requestLink(participant).orThrow();
    person
        .completeLink(
            LinkTokens.issue(Signer.of(keys), localId, gateway.url(), nonce, Instant.now()))
        .orThrow();
  }

  private static SharingAgreementTerms terms() {
    return new SharingAgreementTerms(
        "wallet",
        "market",
        List.of(new DatasetVersion(DATASET, 1)),
        List.of(Purpose.RECOMMENDATION),
        Tier.PSEUDONYMOUS,
        Instant.now().minusSeconds(60),
        Instant.now().plus(VALID));
  }

  private static ConsentGrant consent() {
    return new ConsentGrant(
        List.of("wallet"),
        "market",
        Purpose.RECOMMENDATION,
        List.of(Category.PAYMENT),
        Tier.PSEUDONYMOUS,
        null,
        Instant.now().plus(VALID),
        ConsentGrant.Mode.PERIODIC,
        null,
        1,
        null,
        null,
        new ConsentGrant.Flags(true, true, false, false),
        new NoticeReference("data-sharing", 1, "en"));
  }

  private <T extends AutoCloseable> T started(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    http.close();
    threads.close();
  }
}
