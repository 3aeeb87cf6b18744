package dev.hefu.gateway;

import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.gateway.console.Console;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.evidence.FreshChanges;
import dev.hefu.gateway.evidence.Retention;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.gateway.exchange.AnswerSeal;
import dev.hefu.gateway.exchange.Commit;
import dev.hefu.gateway.exchange.Exchange;
import dev.hefu.gateway.exchange.ProviderCalls;
import dev.hefu.gateway.exchange.RecordRequests;
import dev.hefu.gateway.exchange.SchemaAlarm;
import dev.hefu.gateway.figure.CountRequests;
import dev.hefu.gateway.figure.FigureExchange;
import dev.hefu.gateway.figure.FigureSeal;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.GatewayServer;
import dev.hefu.gateway.identity.Authenticator;
import dev.hefu.gateway.identity.IdentitySettings;
import dev.hefu.gateway.identity.SubjectIds;
import dev.hefu.gateway.identity.TakenProofs;
import dev.hefu.gateway.motion.Motions;
import dev.hefu.gateway.officer.BreakGlass;
import dev.hefu.gateway.officer.BreakGlassEndpoints;
import dev.hefu.gateway.officer.BreakGlassMatter;
import dev.hefu.gateway.officer.MotionEndpoints;
import dev.hefu.gateway.officer.NoticeEndpoints;
import dev.hefu.gateway.officer.PolicyEndpoints;
import dev.hefu.gateway.operation.Endpoints;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.gateway.participant.LinkTokens;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.participant.SignInPlaces;
import dev.hefu.gateway.person.ConsentReceipts;
import dev.hefu.gateway.person.ConsentSweep;
import dev.hefu.gateway.person.NoticeMatter;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.gateway.person.ShippedNotices;
import dev.hefu.gateway.revenue.AgreementDays;
import dev.hefu.gateway.revenue.RevenueEndpoints;
import dev.hefu.gateway.rules.PolicyMatter;
import dev.hefu.gateway.rules.ShippedRules;
import dev.hefu.gateway.rules.Trials;
import dev.hefu.gateway.webhook.Deliveries;
import dev.hefu.gateway.webhook.Silence;
import dev.hefu.gateway.webhook.WebhookEndpoints;
import dev.hefu.gateway.webhook.Webhooks;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.decision.PolicyEngine;
import dev.hefu.policy.decision.RemoteEngine;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.input.CandidateSearch;
import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.rules.KnownRevision;
import dev.hefu.policy.rules.LiveEngine;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.message.PublishedKeys;
import dev.hefu.settlement.Settlement;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: the parts of the process in the order in which they start, wired by their
 * constructors. They stop in the reverse order.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Clock clock = Clock.systemUTC();
  private final Config config;
  private final int port;
  private final URI url;
  private final KeyFile root;
  private final PrivateKeySet keys;
  private final NoteSigner logSigner;

  private Gateway(Config config) throws IOException {
    this.config = config;
    Config.Http http = config.http();
    port = http.port() == 0 ? freePort(http.host()) : http.port();
    url = http.publicUrl().orElse(URI.create("http://" + http.host() + ":" + port));
    root = KeyFile.openOrCreate(config.keysFolder().resolve("root.key"));
    keys = GatewayKeys.openOrCreate(config.keysFolder().resolve("gateway.jwks"));
    logSigner = NoteSigner.of(config.logOrigin(), root.derive("log"));
  }

  /**
   * Starts a node.
   *
   * @throws IOException if the keys cannot be read or written
   */
  public static Gateway start(Config config) throws IOException {
    return start(config, new AdmissionFacts());
  }

  /** Starts a node that comes by its facts in another way, as the control of a safety test does. */
  static Gateway start(Config config, FactsSource facts) throws IOException {
    Gateway gateway = new Gateway(config);
    try {
      gateway.wire(facts);
      return gateway;
    } catch (RuntimeException failed) {
      gateway.close();
      throw failed;
    }
  }

  private void wire(FactsSource facts) {
    Migrations.run(Pools.unbounded(config.database()));
    HikariDataSource pool = started(Pools.requests(config.database()));
    DatabaseProbe probe = started(DatabaseProbe.start(pool));
    DSLContext database = DSL.using(pool, SQLDialect.POSTGRES);
    EvidenceLog log = EvidenceLog.open(database, logSigner);
    started(Retention.start(database));
    FreshChanges fresh = new FreshChanges(database);
    TagKeys tagKeys = new TagKeys(root, database);

    Participants participants = new Participants(database);
    Datasets datasets = new Datasets(database);
    LocalIds localIds = new LocalIds(root.derive("local-ids"));
    ConsentLedger consents = new ConsentLedger(new Pseudonyms(root.derive("pseudonyms")));
    LinkLedger links = new LinkLedger(localIds, consents);

    // Event loops only read and write; more of them than processors only wake each other.
    int processors = Runtime.getRuntime().availableProcessors();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(processors));
    parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    Door partners = started(Door.open(vertx, Reach.ofParticipants(config.outboundAllowed())));
    Door own = started(Door.open(vertx, Reach.ofOperator(config.outboundAllowed())));
    HikariDataSource commits = started(Pools.commits(config.database()));
    Committer committer = started(new Committer(commits, tagKeys, logSigner, facts));
    PolicyEngine policy = started(engine(config.policy(), own, database, committer));

    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Signer signer = Signer.of(keys);
    ProviderCalls providers =
        new ProviderCalls(
            partners,
            config.exchange().providerTimeout(),
            Math.ceilDiv(config.exchange().concurrency(), 2));
    SchemaAlarm alarm = new SchemaAlarm(metrics);
    CandidateSearch search = new CandidateSearch(localIds);
    Commit commit = new Commit(committer, log);
    Exchange exchange =
        new Exchange(
            new Exchange.Parts(
                database,
                participants,
                datasets,
                search,
                policy,
                new RecordRequests(signer),
                providers,
                alarm,
                new AnswerSeal(signer),
                commit),
            clock);

    FigureExchange figures =
        new FigureExchange(
            new FigureExchange.Parts(
                database,
                participants,
                datasets,
                search,
                new People(localIds),
                policy,
                new CountRequests(signer),
                providers,
                alarm,
                new FigureSeal(signer),
                commit),
            clock);

    ShippedNotices.install(database, committer);
    Notices notices = new Notices(database);
    Motions motions =
        new Motions(
            database,
            committer,
            List.of(new NoticeMatter(), new PolicyMatter(), new BreakGlassMatter()));
    PersonConsents persons =
        new PersonConsents(database, committer, consents, links, datasets, notices);
    ConsentReceipts receipts =
        new ConsentReceipts(database, consents, participants, signer, url, clock);
    SignInPlaces places = new SignInPlaces(database);
    PersonLinks personLinks = new PersonLinks(database, committer, links, tagKeys, participants);
    started(ConsentSweep.start(database, committer, consents));
    Webhooks.warm(database);
    started(Silence.start(database, committer, metrics));
    started(Deliveries.start(database, partners, signer, clock, metrics));
    Console console =
        Console.of(
            new Console.Parts(
                database,
                persons,
                receipts,
                personLinks,
                notices,
                participants,
                places,
                partners,
                own,
                fresh,
                log,
                new SubjectIds(root.derive("subjects")),
                root.derive("console"),
                clock),
            config.identity().issuer(),
            config.identity().url(),
            url);

    Settlement settlement = new Settlement();
    started(AgreementDays.start(committer, settlement));
    Contract contract = Contract.load();
    Endpoints.Doors doors =
        new Endpoints.Doors(
            database,
            committer,
            log,
            tagKeys,
            participants,
            new KeycloakProvisioner(
                own, config.identity().url(), config.identity().provisionerSecret()),
            datasets,
            new LinkTokens(participants, url),
            places,
            links,
            consents,
            persons,
            receipts,
            personLinks,
            notices,
            exchange,
            figures,
            contract,
            new PublishedKeys(config.identity().issuer(), publicKeys().toJson(), logKey().vkey()),
            metrics,
            Map.of("database", probe::answers, "policy", policy::ready),
            url,
            clock);
    started(
        GatewayServer.start(
            vertx,
            new InetSocketAddress(config.http().host(), port),
            contract,
            endpoints(
                doors,
                settlement,
                motions,
                new Trials(database, committer),
                new BreakGlass(
                    database,
                    committer,
                    policy,
                    links,
                    new SubjectIds(root.derive("subjects")),
                    clock)),
            started(authenticator(own, started(TakenProofs.start(pool, clock)))),
            fresh,
            new GatewayServer.Limits(
                config.exchange().concurrency(),
                config.exchange().providerTimeout(),
                config.http().quota()),
            metrics,
            console::mount));
  }

  private static Map<String, Endpoint> endpoints(
      Endpoints.Doors doors,
      Settlement settlement,
      Motions motions,
      Trials trials,
      BreakGlass breakGlass) {
    Map<String, Endpoint> all = new HashMap<>(Endpoints.of(doors));
    all.putAll(
        RevenueEndpoints.of(
            doors.database(), doors.committer(), doors.participants(), settlement, doors.clock()));
    all.putAll(new MotionEndpoints(motions).all());
    all.putAll(new NoticeEndpoints(motions).all());
    all.putAll(new PolicyEndpoints(motions, trials).all());
    all.putAll(
        new WebhookEndpoints(doors.database(), doors.committer(), doors.participants()).all());
    all.putAll(new BreakGlassEndpoints(motions, breakGlass, doors.clock()).all());
    return Map.copyOf(all);
  }

  /** A server has its rules from its own operator; which of them may decide, the log says. */
  private static PolicyEngine engine(
      Config.Policy policy, Door door, DSLContext database, Committer committer) {
    ShippedRules.install(database, committer);
    return policy
        .server()
        .<PolicyEngine>map(
            server ->
                new RemoteEngine(server, new OpaThroughDoor(door), new KnownRevision(database)))
        .orElseGet(() -> LiveEngine.start(database, policy.instances()));
  }

  private Authenticator authenticator(Door door, TakenProofs taken) {
    Config.Identity identity = config.identity();
    return Authenticator.start(
        new IdentitySettings(identity.issuer(), identity.url(), identity.audience(), url),
        door,
        new SubjectIds(root.derive("subjects")),
        taken,
        clock);
  }

  private <T extends AutoCloseable> T started(T part) {
    parts.push(part);
    return part;
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, 0));
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /** The URL by which partners reach it. */
  public URI url() {
    return url;
  }

  /** The key that checkpoints of its log are verified with. */
  public NoteVerifier logKey() {
    return logSigner.verifier();
  }

  /** The keys that its answers and its requests to providers are verified with. */
  public PublicKeySet publicKeys() {
    return keys.toPublic();
  }

  /** Stops all parts, the last started first; one that fails to stop does not keep the others. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception failed) {
        LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), failed);
      }
    }
  }
}
