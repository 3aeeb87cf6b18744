package dev.hefu.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.client.AnswerOpener;
import dev.hefu.client.HefuClient;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.OperatorClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.client.ProviderKeys;
import dev.hefu.client.provider.CountKit;
import dev.hefu.client.provider.ProviderEndpoint;
import dev.hefu.client.provider.ProviderKit;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.client.provider.RecordSource;
import dev.hefu.client.token.ClientTokens;
import dev.hefu.client.token.Issuer;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.demo.recording.ObservedClient;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.SharedKeycloak;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.gateway.embedded.TestFolders;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.sharing.DatasetVersion;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A small network for tests: a gateway on a database of its own, a real Keycloak, a market that
 * consumes, a wallet that provides, and persons who link and consent as anybody would.
 */
public final class TestNetwork implements AutoCloseable {
  static final String DATASET = "payment-profile";

  /** What the revenue agreement is about. */
  static final String BRAND = "any-brand";

  /** What a purpose may need of a grown-up where nothing leaves the country. */
  static final ConsentGrant.Flags ALL_BUT_ABROAD_AND_GUARDIAN =
      new ConsentGrant.Flags(true, true, false, false);

  private static final ObservedClient.Observer UNSEEN = (request, answer) -> {};

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final HttpClient http;

  /** What the names of those begin with who have told nobody where they are reached. */
  static final String MUTE = "mute-";

  final DataSource database;
  private final Map<Setting, String> given;
  private final Config config;
  final Gateway gateway;
  final Issuer issuer;
  final LocalKeycloak keycloak = SharedKeycloak.server();
  final TokenSource operatorTokens;
  final HefuClient operatorCalls;
  final OperatorClient operator;
  final Partner market;
  final Partner wallet;

  /** Answers for providers that are asked to count; null as long as they are honest. */
  volatile @Nullable HttpHandler hostileCounts;

  /** By which the wallet provides and the market consumes. */
  final SharingAgreement sharing;

  /**
   * A participant with its keys.
   *
   * @param endpoint where it answers as a provider; null if it is none
   */
  record Partner(
      String id,
      @Nullable URI endpoint,
      PrivateKeySet keys,
      TokenSource tokens,
      HefuClient calls,
      PartnerClient client) {
    AnswerOpener opener(Gateway gateway) {
      return new AnswerOpener(
          id,
          Opener.of(keys),
          Verifier.of(gateway.publicKeys()),
          gateway.logKey(),
          new ProviderKeys(client, Clock.systemUTC()));
    }
  }

  /** A person who is signed in, with the ids that market and wallet know them by. */
  record Person(
      PersonClient client,
      TokenSource tokens,
      String marketId,
      String walletId,
      String name,
      String password) {}

  /** What a provider knows of a person where it does not matter: they pay by card. */
  static Map<String, ObjectNode> card(RecordQuery query) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("preferredMethods").add("card");
    return Map.of("payment.personal", fields);
  }

  TestNetwork(RecordSource walletsData) throws IOException {
    this(walletsData, new AdmissionFacts());
  }

  TestNetwork(RecordSource walletsData, FactsSource facts) throws IOException {
    this(SharedPostgres.freshDatabase(), walletsData, facts);
  }

  /** A network whose gateway is told these things too. */
  TestNetwork(RecordSource walletsData, Map<Setting, String> settings) throws IOException {
    this(SharedPostgres.freshDatabase(), walletsData, new AdmissionFacts(), settings, UNSEEN);
  }

  /** A network on a database that the test may stop, whose gateway is told these things too. */
  TestNetwork(DataSource database, RecordSource walletsData, Map<Setting, String> settings)
      throws IOException {
    this(database, walletsData, new AdmissionFacts(), settings, UNSEEN);
  }

  /** A network of which somebody sees each answer before a test gets it. */
  TestNetwork(RecordSource walletsData, ObservedClient.Observer observer) throws IOException {
    this(SharedPostgres.freshDatabase(), walletsData, new AdmissionFacts(), Map.of(), observer);
  }

  /** A network on a database that the test may kill. */
  TestNetwork(DataSource database, RecordSource walletsData, FactsSource facts) throws IOException {
    this(database, walletsData, facts, Map.of(), UNSEEN);
  }

  private TestNetwork(
      DataSource database,
      RecordSource walletsData,
      FactsSource facts,
      Map<Setting, String> settings,
      ObservedClient.Observer observer)
      throws IOException {
    http =
        new ObservedClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build(),
            observer);
    this.database = database;
    Path keys = Files.createTempDirectory("hefu-keys");
    parts.push(() -> TestFolders.delete(keys));
    given = given(keys, settings);
    config = Config.of(given);
    gateway = Gateway.start(config, facts);
    parts.push(gateway);
    issuer = Issuer.discover(http, keycloak.issuer(), Clock.systemUTC());
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    operatorTokens =
        operator("ops-" + suffix, Set.of(Role.PARTICIPANT_ADMIN, Role.FINANCE_APPROVER));
    operatorCalls = calls(operatorTokens);
    operator = new OperatorClient(operatorCalls);
    market =
        partner(
            "market-" + suffix,
            ParticipantKind.PLATFORM,
            null,
            List.of(ParticipantRegistration.Role.EVENT_IMPORTER),
            UnaryOperator.identity());
    wallet = partner("wallet-" + suffix, ParticipantKind.PAYMENT, walletsData);
    sharing = offer(wallet);
  }

  /** A further provider of the same data; its endpoint stands where {@code front} says. */
  Partner provider(String id, RecordSource data, UnaryOperator<URI> front) throws IOException {
    Partner provider = partner(id, ParticipantKind.PAYMENT, data, null, front);
    var _ = offer(provider);
    return provider;
  }

  /** Publishes the dataset and shares it with the market. */
  private SharingAgreement offer(Partner provider) {
    ObjectNode schema = Dataset.builtIn(DATASET, 1).orElseThrow().schema();
    provider.client().publish(new DatasetPublication(DATASET, 1, schema)).orThrow();
    var proposed =
        provider
            .client()
            .propose(
                new SharingAgreementTerms(
                    provider.id(),
                    market.id(),
                    List.of(new DatasetVersion(DATASET, 1)),
                    List.of(Purpose.RECOMMENDATION),
                    Tier.PSEUDONYMOUS,
                    Instant.now().minusSeconds(60),
                    Instant.now().plus(Duration.ofDays(30)),
                    null))
            .orThrow();
    return market.client().countersign(proposed).orThrow();
  }

  /** Another gateway beside the first, on the same database and keys, at a URL of its own. */
  Gateway anotherNode() throws IOException {
    Gateway node = Gateway.start(config);
    parts.push(node);
    return node;
  }

  private Map<Setting, String> given(Path keys, Map<Setting, String> settings) {
    PGSimpleDataSource source = (PGSimpleDataSource) database;
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    given.put(Setting.HTTP_PORT, "0");
    // Its own text of the URL names every property of the driver, and would win over the gateway's.
    given.put(
        Setting.DATABASE_URL,
        "jdbc:postgresql://127.0.0.1:"
            + source.getPortNumbers()[0]
            + "/"
            + source.getDatabaseName());
    given.put(Setting.DATABASE_USER, String.valueOf(source.getUser()));
    given.put(Setting.IDENTITY_ISSUER, keycloak.issuer().toString());
    given.put(Setting.IDENTITY_PROVISIONER_SECRET, keycloak.provisionerSecret());
    given.put(Setting.KEYS_FOLDER, keys.toString());
    given.put(Setting.LOG_ORIGIN, "hefu.test/log");
    given.put(Setting.OUTBOUND_ALLOWED, "127.0.0.0/8");
    given.put(Setting.EXCHANGE_PROVIDER_TIMEOUT_MILLIS, "30000");
    given.putAll(settings);
    return given;
  }

  /** A new compliance officer's calls. */
  HefuClient officer() {
    String id = "officer-" + UUID.randomUUID().toString().substring(0, 8);
    return calls(operator(id, Set.of(Role.COMPLIANCE_OFFICER)));
  }

  private TokenSource operator(String id, Set<Role> roles) {
    PrivateKeySet keys = PrivateKeySet.generate();
    try (Door door = Door.alone(Reach.ofOperator(List.of()))) {
      new KeycloakProvisioner(door, keycloak.issuer(), keycloak.provisionerSecret())
          .provisionOperator(id, keys.toPublic(), roles);
    }
    return new ClientTokens(issuer, id, Signer.of(keys));
  }

  /** A participant's client at some node. */
  PartnerClient client(Partner participant, URI node) {
    return new PartnerClient(calls(participant.tokens(), node), Signer.of(participant.keys()));
  }

  HefuClient calls(TokenSource tokens) {
    return calls(tokens, gateway);
  }

  HefuClient calls(TokenSource tokens, Gateway node) {
    return calls(tokens, node.url());
  }

  HefuClient calls(TokenSource tokens, URI node) {
    return new HefuClient(http, node, tokens, Clock.systemUTC());
  }

  /** What another process is to be told, to be a node beside the first. */
  Map<String, String> environment() {
    return given.entrySet().stream()
        .collect(Collectors.toMap(one -> one.getKey().variable(), Map.Entry::getValue));
  }

  Partner partner(String id, ParticipantKind kind, @Nullable RecordSource data) throws IOException {
    return partner(id, kind, data, null, UnaryOperator.identity());
  }

  private Partner partner(
      String id,
      ParticipantKind kind,
      @Nullable RecordSource data,
      @Nullable List<ParticipantRegistration.Role> roles,
      UnaryOperator<URI> front)
      throws IOException {
    PrivateKeySet keys = PrivateKeySet.generate();
    URI endpoint = data == null ? null : front.apply(serve(id, keys, data));
    operator
        .register(
            new ParticipantRegistration(
                id,
                new LocalizedText(id, id),
                kind,
                endpoint,
                keys.toPublic().toJson(),
                roles,
                null,
                contact(id)))
        .orThrow();
    TokenSource tokens = new ClientTokens(issuer, id, Signer.of(keys));
    HefuClient calls = calls(tokens);
    return new Partner(
        id, endpoint, keys, tokens, calls, new PartnerClient(calls, Signer.of(keys)));
  }

  /** Where persons write to a participant of this name; null if it has told nothing of it. */
  static @Nullable Contact contact(String id) {
    return id.startsWith(MUTE)
        ? null
        : new Contact("privacy@" + id + ".example", "1 " + id + " Street, 200001 Shanghai");
  }

  private URI serve(String id, PrivateKeySet keys, RecordSource data) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    ProviderKit kit =
        new ProviderKit(
            id, Signer.of(keys), Verifier.of(gateway.publicKeys()), data, Clock.systemUTC());
    server.createContext(ProviderKit.PATH, new ProviderEndpoint(kit));
    CountKit counts =
        new CountKit(
            id, Signer.of(keys), Verifier.of(gateway.publicKeys()), data, Clock.systemUTC());
    ProviderEndpoint honest = new ProviderEndpoint(counts);
    server.createContext(
        CountKit.PATH,
        exchange -> {
          HttpHandler other = hostileCounts;
          (other == null ? honest : other).handle(exchange);
        });
    server.setExecutor(threads);
    server.start();
    parts.push(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A new person with links to market and wallet. */
  Person person() {
    Person person = stranger();
    link(person.client(), market, person.marketId());
    link(person.client(), wallet, person.walletId());
    return person;
  }

  /** A new person who has an account with the gateway and no link yet. */
  Person stranger() {
    PersonLogin login = new PersonLogin(http, issuer, URI.create("http://127.0.0.1/signed-in"));
    String name = "person-" + UUID.randomUUID();
    String password = UUID.randomUUID() + "Aa1";
    TokenSource tokens = login.register(name, password);
    return new Person(
        new PersonClient(calls(tokens)),
        tokens,
        "m-" + UUID.randomUUID(),
        "w-" + UUID.randomUUID(),
        name,
        password);
  }

  void link(PersonClient client, Partner partner, String localId) {
    link(client, partner, localId, null);
  }

  /** A link whose participant says until when the person is under 14. */
  void link(PersonClient client, Partner partner, String localId, @Nullable LocalDate minorUntil) {
    LinkNonce nonce = client.requestLink(partner.id()).orThrow();
    client
        .completeLink(
            LinkTokens.issue(
                Signer.of(partner.keys()),
                localId,
                gateway.url(),
                nonce,
                Instant.now(),
                minorUntil))
        .orThrow();
  }

  /** A public client of Keycloak, at which a participant lets its customers sign in. */
  void keycloakClient(String id, String redirect) throws IOException, InterruptedException {
    String credentials =
        "grant_type=client_credentials&client_id=hefu-provisioner&client_secret="
            + keycloak.provisionerSecret();
    HttpResponse<String> token =
        http.send(
            HttpRequest.newBuilder(URI.create(keycloak.issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(credentials))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String access =
        StrictJson.trusted(token.body().getBytes(StandardCharsets.UTF_8))
            .required("access_token")
            .textValue();
    ObjectNode form =
        JsonNodeFactory.instance
            .objectNode()
            .put("clientId", id)
            .put("publicClient", true)
            .put("standardFlowEnabled", true);
    form.putArray("redirectUris").add(redirect);
    // As at many providers, an ID token lives for an hour.
    form.putObject("attributes").put("access.token.lifespan", "3600");
    URI clients =
        URI.create(keycloak.issuer().toString().replace("/realms/", "/admin/realms/") + "/clients");
    int status =
        http.send(
                HttpRequest.newBuilder(clients)
                    .header("Authorization", "Bearer " + access)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .statusCode();
    if (status != 201) {
      throw new IllegalStateException("Keycloak answered " + status);
    }
  }

  /** The consent that most tests are about, with all that the purpose may need. */
  ConsentView consent(Person person) {
    return person.client().grant(grant(ConsentGrant.Mode.PERIODIC)).orThrow();
  }

  ConsentGrant grant(ConsentGrant.Mode mode) {
    return grant(wallet, mode);
  }

  /** The same about what another provider has. */
  ConsentGrant grant(Partner provider, ConsentGrant.Mode mode) {
    return grant(provider, Purpose.RECOMMENDATION, mode, ALL_BUT_ABROAD_AND_GUARDIAN);
  }

  /** A periodic one for another purpose, or with other separate consents. */
  ConsentGrant grant(Partner provider, Purpose purpose, ConsentGrant.Flags separate) {
    return grant(provider, purpose, ConsentGrant.Mode.PERIODIC, separate);
  }

  private ConsentGrant grant(
      Partner provider, Purpose purpose, ConsentGrant.Mode mode, ConsentGrant.Flags separate) {
    return grant(provider, market, purpose, mode, separate);
  }

  /** The same for another consumer. */
  ConsentGrant grantFor(Partner consumer) {
    return grant(
        wallet,
        consumer,
        Purpose.RECOMMENDATION,
        ConsentGrant.Mode.PERIODIC,
        ALL_BUT_ABROAD_AND_GUARDIAN);
  }

  /** What a person may grant to any consumer about what any provider has. */
  static ConsentGrant grant(
      Partner provider,
      Partner consumer,
      Purpose purpose,
      ConsentGrant.Mode mode,
      ConsentGrant.Flags separate) {
    return new ConsentGrant(
        List.of(provider.id()),
        consumer.id(),
        purpose,
        List.of(Category.PAYMENT),
        Tier.PSEUDONYMOUS,
        null,
        Instant.now().plus(Duration.ofDays(7)),
        mode,
        null,
        null,
        30,
        null,
        null,
        separate,
        new NoticeReference("data-sharing", 1, "zh"));
  }

  /** What the market asks about a person, without a reference. */
  ExchangeRequest request(Person person) {
    return request(person.marketId(), null);
  }

  ExchangeRequest request(String marketId, @Nullable String reference) {
    return request(wallet, marketId, reference);
  }

  ExchangeRequest request(Partner provider, String marketId, @Nullable String reference) {
    return new ExchangeRequest(
        provider.id(), DATASET, 1, Purpose.RECOMMENDATION, Tier.PSEUDONYMOUS, marketId, reference);
  }

  /** An agreement of market and wallet about a brand, with both signatures. */
  RevenueAgreement revenueAgreement() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", "hefu-revenue-agreement/1");
    document.put("name", "sales");
    document.put("version", 1);
    document.putObject("title").put("en", "Sales").put("zh", "销售分成");
    document.put("currency", "CNY");
    document.put("from", "2026-01-01");
    document.put("zone", "UTC");
    document.putArray("parties").add(market.id()).add(wallet.id());
    document.putObject("selects").putArray("brand").add(BRAND);
    document.put("divides", "paid");
    ObjectNode percentage = JsonNodeFactory.instance.objectNode().put("id", "commission");
    percentage.putObject("percentage").put("to", market.id()).put("rate", "12.5%");
    ObjectNode remaining = JsonNodeFactory.instance.objectNode().put("id", "proceeds");
    remaining.putObject("remaining").put("to", wallet.id());
    document.putArray("terms").add(percentage).add(remaining);
    RevenueAgreement proposed = market.client().propose(document).orThrow();
    return wallet.client().countersign(proposed).orThrow();
  }

  /** The market's own reference of its only consent about the person. */
  String reference(Person person) {
    return market.client().consents().orThrow().items().stream()
        .filter(consent -> person.marketId().equals(consent.subject()))
        .map(ConsentView::reference)
        .findFirst()
        .orElseThrow();
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
