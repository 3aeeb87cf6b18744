package dev.hefu.bench.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.bench.measure.BenchFolder;
import dev.hefu.bench.measure.Cpu;
import dev.hefu.client.AnswerOpener;
import dev.hefu.client.HefuClient;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.OperatorClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.ProviderKeys;
import dev.hefu.client.provider.ProviderKit;
import dev.hefu.client.provider.ProviderReply;
import dev.hefu.client.token.ClientTokens;
import dev.hefu.client.token.Issuer;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A market, a wallet and a person who consented, on real PostgreSQL and Keycloak; the gateway runs
 * in a process of its own, so that its processor time can be told apart.
 */
final class BenchNetwork implements AutoCloseable {
  private static final String DATASET = "payment-profile";
  private static final int PERSONS = 50;
  private static final Duration VALID = Duration.ofDays(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final Vertx vertx = Vertx.vertx();
  private final LocalPostgres database;
  private final GatewayProcess gateway;
  private final Issuer issuer;
  private final OperatorClient operator;
  private final URI endpoint;
  private final PartnerClient market;
  private final ExchangeCalls calls;

  private BenchNetwork(BenchFolder scratch, @Nullable Path profile) throws IOException {
    Path folder = started(scratch).path();
    database = started(LocalPostgres.start(folder.resolve("postgres"), 0));
    parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    Path home = Path.of(System.getProperty("hefu.home", "."));
    LocalKeycloak keycloak =
        started(
            LocalKeycloak.start(LocalKeycloak.distribution(home), folder.resolve("keycloak"), 0));
    gateway = started(GatewayProcess.start(folder, database, keycloak, profile));
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
    for (int i = 0; i < PERSONS; i++) {
      PersonClient person = person();
      link(person, "wallet", walletKeys, "w-" + i);
      link(person, "market", marketKeys, "m-" + i);
      person.grant(consent()).orThrow();
    }
    calls = calls(marketKeys);
  }

  private ExchangeCalls calls(PrivateKeySet keys) {
    List<ExchangeRequest> requests =
        IntStream.range(0, PERSONS)
            .mapToObj(
                i ->
                    new ExchangeRequest(
                        "wallet",
                        DATASET,
                        1,
                        Purpose.RECOMMENDATION,
                        Tier.PSEUDONYMOUS,
                        "m-" + i,
                        null))
            .toList();
    AnswerOpener opener =
        new AnswerOpener(
            "market",
            Opener.of(keys),
            Verifier.of(gateway.publicKeys()),
            gateway.logKey(),
            new ProviderKeys(market, Clock.systemUTC()));
    TokenSource tokens = new ClientTokens(issuer, "market", Signer.of(keys));
    return new ExchangeCalls(vertx, gateway.url(), tokens, requests, opener, threads);
  }

  /** Starts one; the gateway is recorded if there is a file to write the profile to. */
  static BenchNetwork start(@Nullable Path profile) throws IOException {
    return new BenchNetwork(new BenchFolder(), profile);
  }

  /** Exchanges about all persons in turn. */
  ExchangeCalls calls() {
    return calls;
  }

  /** Processor time used so far. */
  Cpu cpu() {
    return new Cpu(
        gateway.cpu(),
        database.cpu(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** Processor time that the gateway's compiler has used so far. */
  Duration compilerCpu() {
    return gateway.compilerCpu();
  }

  private HefuClient operatorCalls(LocalKeycloak keycloak) {
    PrivateKeySet keys = PrivateKeySet.generate();
    try (Door door = Door.alone(Reach.ofOperator(List.of()))) {
      new KeycloakProvisioner(door, keycloak.issuer(), keycloak.provisionerSecret())
          .provisionOperator("bench", keys.toPublic(), Set.of(Role.PARTICIPANT_ADMIN));
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
                id,
                new LocalizedText(id, id),
                kind,
                where,
                keys.toPublic().toJson(),
                null,
                null,
                null))
        .orThrow();
    return new PartnerClient(calls(id, keys), Signer.of(keys));
  }

  private URI serve(PrivateKeySet keys) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    ProviderKit kit =
        new ProviderKit(
            "wallet",
            Signer.of(keys),
            Verifier.of(gateway.publicKeys()),
            query -> Map.of("payment.personal", fields),
            Clock.systemUTC());
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> reply(kit, request, body)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  private static void reply(ProviderKit kit, HttpServerRequest request, Buffer body) {
    switch (kit.reply(body.getBytes())) {
      case ProviderReply.Signed(String text) ->
          request.response().putHeader("content-type", ProviderKit.RECORD_TYPE).end(text);
      case ProviderReply.Refused(int status, String reason) ->
          request.response().setStatusCode(status).end(reason);
    }
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
        Instant.now().plus(VALID),
        null);
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
