package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.OperatorClient;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.OutageLoad.Kind;
import dev.hefu.gateway.OutageLoad.Told;
import dev.hefu.gateway.embedded.ServerProcesses;
import dev.hefu.gateway.embedded.SharedKeycloak;
import dev.hefu.gateway.embedded.Signal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.participant.Participant;
import dev.hefu.schemas.participant.ParticipantRegistration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Every part that a node needs stands still or is away in turn, under a steady load, and comes
 * back. Nobody is given what must not be given, nobody waits longer than is written, what does not
 * need the part goes on, the node recovers by itself and has nothing left over. The long form is
 * {@code mvn -Poutages -pl gateway -am verify}.
 */
@Isolated("it stops what all share")
final class OutagesTest {
  /** Seconds of each outage of the long form; 0 for the short one. */
  private static final int LONG_SECONDS = Integer.getInteger("hefu.outages", 0);

  private static final boolean LONG = LONG_SECONDS > 0;

  /** docs/OPERATIONS.md: the longest that any call waits for its answer, whatever stands still. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** docs/OPERATIONS.md: but for registering a participant, which asks Keycloak twice. */
  private static final Duration REGISTERING = Duration.ofSeconds(40);

  /** docs/OPERATIONS.md: so soon after a part is back everything is served again. */
  private static final Duration RECOVERED = Duration.ofSeconds(15);

  /** Connections that are kept for the next call end by themselves within this. */
  private static final Duration IDLE = Duration.ofSeconds(40);

  /** Signals and closed ports take effect within this. */
  private static final Duration IN_EFFECT = Duration.ofMillis(100);

  /** As many calls of a kind show that it goes on. */
  private static final int ENOUGH = 3;

  /** For its keys, for who signs in, for who registers. */
  private static final int ASKING_KEYCLOAK = 3;

  private static final Duration LOOK = Duration.ofMillis(50);

  private static final Set<Kind> EXCHANGES =
      EnumSet.of(Kind.BANK, Kind.WALLET, Kind.CHANGING, Kind.NOBODY);

  private static final Set<Kind> CALLS =
      EnumSet.of(Kind.BANK, Kind.WALLET, Kind.CHANGING, Kind.NOBODY, Kind.READ);

  /** What must go on; whether the changing one is served depends on whether they have revoked. */
  private static final Set<Kind> GO_ON =
      EnumSet.complementOf(EnumSet.of(Kind.CHANGING, Kind.READY));

  /** A busy machine may be the cause of these at any time; they release nothing. */
  private static final Set<ErrorCode> BUSY =
      EnumSet.of(ErrorCode.ANSWER_WITHHELD, ErrorCode.POLICY_UNAVAILABLE, ErrorCode.OVERLOADED);

  /** Each test makes its own. */
  @SuppressWarnings("NullAway.Init")
  private OutageWorld world;

  /** Who registers while Keycloak stands still. */
  private CompletableFuture<Answer<Participant>> registering = new CompletableFuture<>();

  @TempDir private Path folder;

  /** Something that is done to a part. */
  private interface Act {
    void run() throws Exception;
  }

  /**
   * One part that stops and comes back.
   *
   * @param stopped the calls that need it
   * @param told the codes that those are refused with
   * @param unready whether the node says so of itself
   */
  private record Outage(
      String name,
      Act begin,
      Act end,
      Set<Kind> stopped,
      Set<ErrorCode> told,
      boolean unready,
      Duration length) {}

  @AfterEach
  void stop() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  private static Duration length(double shortSeconds) {
    return Duration.ofMillis(LONG ? LONG_SECONDS * 1_000L : Math.round(shortSeconds * 1_000));
  }

  private Outage bank(Relay.Mode mode, ErrorCode told) {
    return new Outage(
        "a provider: " + mode,
        () -> world.toBank.become(mode),
        () -> world.toBank.become(Relay.Mode.PASS),
        EnumSet.of(Kind.BANK),
        EnumSet.of(told, ErrorCode.PROVIDER_UNAVAILABLE),
        false,
        length(1.2));
  }

  private List<Outage> outages() {
    List<Outage> all = new ArrayList<>();
    all.add(bank(Relay.Mode.HANG, ErrorCode.PROVIDER_TIMEOUT));
    all.add(bank(Relay.Mode.AWAY, ErrorCode.PROVIDER_UNAVAILABLE));
    all.add(bank(Relay.Mode.RESET, ErrorCode.PROVIDER_UNAVAILABLE));
    all.add(bank(Relay.Mode.DRIP, ErrorCode.PROVIDER_TIMEOUT));
    world.opa.ifPresent(
        opa -> {
          Set<ErrorCode> told = EnumSet.of(ErrorCode.POLICY_UNAVAILABLE);
          all.add(
              new Outage(
                  "OPA: stopped",
                  () -> opa.send(Signal.STOP),
                  () -> opa.send(Signal.CONT),
                  EXCHANGES,
                  told,
                  true,
                  length(1.5)));
          all.add(
              new Outage(
                  "OPA: killed",
                  () -> opa.send(Signal.KILL),
                  opa::startAgain,
                  EXCHANGES,
                  told,
                  true,
                  length(1.5)));
        });
    all.add(
        new Outage(
            "Keycloak: stopped",
            () -> {
              Signal.STOP.to(ServerProcesses.of(SharedKeycloak.server()));
              registering = CompletableFuture.supplyAsync(this::register);
            },
            this::goesOnAndRegisters,
            EnumSet.of(Kind.SIGN_IN),
            EnumSet.noneOf(ErrorCode.class),
            false,
            length(2)));
    all.add(
        new Outage(
            "Keycloak: away",
            () -> {
              world.toKeycloak.become(Relay.Mode.AWAY);
              notNow(register());
            },
            () -> world.toKeycloak.become(Relay.Mode.PASS),
            EnumSet.of(Kind.SIGN_IN),
            EnumSet.noneOf(ErrorCode.class),
            false,
            length(1)));
    Set<ErrorCode> evidence = EnumSet.of(ErrorCode.EVIDENCE_UNAVAILABLE, ErrorCode.OVERLOADED);
    all.add(
        new Outage(
            "PostgreSQL: stopped",
            () -> world.sendPostgres(Signal.STOP),
            () -> world.sendPostgres(Signal.CONT),
            CALLS,
            evidence,
            true,
            length(3)));
    all.add(
        new Outage(
            "PostgreSQL: killed",
            () -> world.sendPostgres(Signal.KILL),
            world::startPostgresAgain,
            CALLS,
            evidence,
            true,
            length(1)));
    return all;
  }

  /** A node at rest changes little; this many looks see it so. */
  private static final int MOST_LOOKS = 50;

  @Test
  void everyPartStopsInTurnAndNothingIsGivenAwayOrLeftOver() throws Exception {
    world = new OutageWorld(folder, List.of());
    OutageJournal journal = new OutageJournal(world);
    recovered(System.nanoTime());
    NodeCounts before = atRest();
    for (Outage outage : outages()) {
      System.out.println(run(outage, journal));
      nothingLeft(outage.name(), before, kept(), RECOVERED);
    }
    journal.check();
    if (LONG) {
      nothingLeft("all, with nobody calling,", before, Map.of(), IDLE);
    }
    whatIsLeftIsNoticed(before);
  }

  /** The control: a node that keeps one thing of each kind has each of them found. */
  private void whatIsLeftIsNoticed(NodeCounts before) throws Exception {
    Map<TestNode.Plant, String> names = new EnumMap<>(TestNode.Plant.class);
    names.put(TestNode.Plant.PLATFORM_THREAD, "thread planted");
    names.put(TestNode.Plant.VIRTUAL_THREAD, "thread virtual ");
    names.put(TestNode.Plant.DATABASE_CONNECTION, "connection to PostgreSQL");
    names.put(TestNode.Plant.FILE, "descriptor /dev/null");
    world.load.pause();
    try {
      for (TestNode.Plant plant : TestNode.Plant.values()) {
        String name = names.get(plant) + ": ";
        assertTrue(counts().above(before, kept()).stream().noneMatch(one -> one.startsWith(name)));
        world.node.plant(plant);
        List<String> found = counts().above(before, kept());
        assertTrue(found.stream().anyMatch(one -> one.startsWith(name)), plant + ": " + found);
      }
    } finally {
      world.load.goOn();
    }
  }

  /** A participant needs a client at Keycloak. */
  private Answer<Participant> register() {
    return new OperatorClient(world.network.calls(world.network.operatorTokens, world.node.url()))
        .register(
            new ParticipantRegistration(
                "shop-" + UUID.randomUUID().toString().substring(0, 8),
                new LocalizedText("a shop", "商店"),
                ParticipantKind.BRAND,
                null,
                PrivateKeySet.generate().toPublic().toJson(),
                null,
                null,
                null));
  }

  /** Who needs Keycloak at once is told to come again. */
  private static void notNow(Answer<Participant> answer) {
    assertEquals(
        ErrorCode.OVERLOADED,
        assertInstanceOf(Answer.Refused.class, answer).problem().code(),
        "who registers");
  }

  /**
   * Who began to register while Keycloak stood still is registered when it goes on, or was told
   * before to come again; in the long form, where nobody waits for so long, always the latter.
   */
  private void goesOnAndRegisters() throws Exception {
    if (LONG) {
      notNow(registering.get(REGISTERING.toSeconds(), TimeUnit.SECONDS));
    }
    Signal.CONT.to(ServerProcesses.of(SharedKeycloak.server()));
    Answer<Participant> told = registering.get(REGISTERING.toSeconds(), TimeUnit.SECONDS);
    if (told instanceof Answer.Refused) {
      notNow(told);
    }
  }

  private String run(Outage outage, OutageJournal journal) throws Exception {
    world.load.renewToken();
    long begun = System.nanoTime();
    outage.begin().run();
    long inEffect = System.nanoTime() + IN_EFFECT.toNanos();
    OutageJournal.Revoking revoking = journal.revoke();
    do {
      LockSupport.parkNanos(LOOK.toNanos());
    } while (System.nanoTime() - begun < outage.length().toNanos()
        || (!shown(outage, meanwhile(inEffect))
            && System.nanoTime() - begun < outage.length().plus(LONGEST).toNanos()));
    long ending = System.nanoTime();
    List<Told> meanwhile =
        meanwhile(inEffect).stream().filter(told -> told.endedNanos() < ending).toList();
    outage.end().run();
    long ended = System.nanoTime();
    Duration recovered = recovered(ended);
    revoking.consentAgain();
    assertTrue(
        shown(outage, meanwhile),
        () -> outage.name() + " told not everybody: " + summary(meanwhile));
    meanwhile.forEach(told -> stoppedOrNot(outage, told));
    List<Told> all =
        world.load.journal().stream().filter(told -> told.endedNanos() >= begun).toList();
    all.forEach(told -> answeredAsWritten(outage, told));
    Duration longest = all.stream().map(Told::took).max(Duration::compareTo).orElse(Duration.ZERO);
    return "%s for %d ms: %d answers, the longest after %d ms; recovered after %d ms"
        .formatted(
            outage.name(),
            (ended - begun) / 1_000_000,
            all.size(),
            longest.toMillis(),
            recovered.toMillis());
  }

  /** The keys of requests that began before: their answers may be kept, and need no provider. */
  private Set<String> begunBefore(long moment) {
    return world.load.journal().stream()
        .filter(told -> told.startedNanos() < moment)
        .map(Told::key)
        .collect(Collectors.toSet());
  }

  /** At any time: a documented answer, in time, that says when to come again if it should. */
  private static void answeredAsWritten(Outage outage, Told told) {
    String what = outage.name() + ": " + told;
    Set<Integer> statuses =
        switch (told.kind()) {
          case LIVE -> Set.of(200);
          case READY, READ -> Set.of(200, 503);
          case SIGN_IN -> Set.of(303, 502);
          case FORGED -> Set.of(401);
          case NOBODY -> Set.of(403, 503);
          case WALLET, CHANGING -> Set.of(200, 403, 503);
          case BANK -> Set.of(200, 502, 503, 504);
        };
    assertTrue(statuses.contains(told.status()), what);
    assertTrue(told.took().compareTo(LONGEST) <= 0, what);
    assertTrue(told.status() != 503 || told.kind() == Kind.READY || told.retryAfter(), what);
    assertTrue(
        told.code() != ErrorCode.POLICY_UNAVAILABLE || told.body().contains("\"evidence\""),
        "a denial leaves a leaf: " + what);
  }

  /** What was told to who called after the part had stopped, but for repeats of what was before. */
  private List<Told> meanwhile(long inEffect) {
    Set<String> before = begunBefore(inEffect);
    return world.load.journal().stream()
        .filter(told -> told.startedNanos() >= inEffect)
        .filter(told -> told.released() == null || !before.contains(told.key()))
        .toList();
  }

  /**
   * Whether enough was told, which on a busy machine takes its time: each kind of call that goes on
   * was served a few times, and of those that do not somebody was told why; in the long form
   * everybody, also who comes after those that were under way have given up.
   */
  private static boolean shown(Outage outage, List<Told> meanwhile) {
    Set<Kind> refused = kinds(meanwhile, told -> refused(outage, told));
    boolean named =
        outage.stopped().isEmpty()
            || (LONG
                ? refused.containsAll(outage.stopped())
                : outage.stopped().stream().anyMatch(refused::contains));
    boolean unready =
        !outage.unready() || kinds(meanwhile, told -> told.status() == 503).contains(Kind.READY);
    return named
        && unready
        && GO_ON.stream()
            .filter(kind -> !outage.stopped().contains(kind))
            .allMatch(kind -> served(meanwhile, kind) >= ENOUGH);
  }

  private static Set<Kind> kinds(List<Told> told, Predicate<Told> those) {
    return told.stream().filter(those).map(Told::kind).collect(Collectors.toSet());
  }

  private static long served(List<Told> told, Kind kind) {
    return told.stream().filter(one -> one.kind() == kind && served(one)).count();
  }

  private static Map<String, Long> summary(List<Told> told) {
    return told.stream()
        .collect(
            Collectors.groupingBy(
                one -> "%s %d %s".formatted(one.kind(), one.status(), one.code()),
                TreeMap::new,
                Collectors.counting()));
  }

  /** Nothing is served that began after its part had stopped; nothing else feels it. */
  private static void stoppedOrNot(Outage outage, Told told) {
    boolean busy = told.code() != null && BUSY.contains(told.code());
    if (outage.stopped().contains(told.kind())) {
      assertTrue(busy || refused(outage, told), () -> outage.name() + " does not stop " + told);
    } else if (told.kind() != Kind.READY) {
      assertTrue(busy || served(told), () -> outage.name() + " is felt by " + told);
    }
  }

  /** A page is told by its status, all else by its code. */
  private static boolean refused(Outage outage, Told told) {
    return told.kind() == Kind.SIGN_IN
        ? told.status() == 502
        : told.code() != null && outage.told().contains(told.code());
  }

  /** What is told when all is well. */
  private static boolean served(Told told) {
    return switch (told.kind()) {
      case BANK, WALLET, READ, LIVE, READY -> told.status() == 200;
      case NOBODY -> told.code() == ErrorCode.NOT_PERMITTED;
      case CHANGING -> told.status() == 200 || told.code() == ErrorCode.NOT_PERMITTED;
      case FORGED -> told.status() == 401;
      case SIGN_IN -> told.status() == 303;
    };
  }

  /** Until every kind of call that began after a moment was served; how long after. */
  private Duration recovered(long since) {
    Set<Kind> waiting = EnumSet.allOf(Kind.class);
    long end = System.nanoTime() + RECOVERED.toNanos();
    long last = since;
    while (!waiting.isEmpty()) {
      List<Told> journal = world.load.journal();
      for (Kind kind : List.copyOf(waiting)) {
        Predicate<Told> first =
            told -> told.kind() == kind && told.startedNanos() >= since && served(told);
        var found = journal.stream().filter(first).mapToLong(Told::endedNanos).min();
        if (found.isPresent()) {
          waiting.remove(kind);
          last = Math.max(last, found.getAsLong());
        }
      }
      assertTrue(
          System.nanoTime() < end,
          () ->
              "not recovered: "
                  + waiting
                  + journal.subList(Math.max(0, journal.size() - 20), journal.size()));
      LockSupport.parkNanos(5_000_000);
    }
    return Duration.ofNanos(last - since);
  }

  private NodeCounts counts() throws Exception {
    return NodeCounts.of(world.node, world.peers(), world.database);
  }

  /** Between calls: two looks that see the same. */
  private NodeCounts atRest() throws Exception {
    world.load.pause();
    try {
      NodeCounts last = counts();
      NodeCounts now = counts();
      for (int look = 0; look < MOST_LOOKS && !now.equals(last); look++) {
        last = now;
        now = counts();
      }
      return now;
    } finally {
      world.load.goOn();
    }
  }

  /** Connections that the callers keep, and that the node keeps for the next call. */
  private static Map<String, Integer> kept() {
    int callers = 0;
    for (Kind kind : Kind.values()) {
      callers += kind.callers;
    }
    Map<String, Integer> kept = new HashMap<>();
    kept.put("connection from callers", callers);
    kept.put("connection to the bank", Kind.BANK.callers);
    kept.put("connection to the wallet", callers - Kind.BANK.callers);
    kept.put("connection to OPA", callers);
    kept.put("connection to Keycloak", ASKING_KEYCLOAK);
    return kept;
  }

  /** Between calls, all that the node holds must be what it held before, sooner or later. */
  private void nothingLeft(
      String when, NodeCounts before, Map<String, Integer> kept, Duration patience)
      throws Exception {
    world.load.pause();
    try {
      long end = System.nanoTime() + patience.toNanos();
      List<String> more = counts().above(before, kept);
      while (!more.isEmpty()) {
        assertTrue(System.nanoTime() < end, "after " + when + " there is left " + more);
        LockSupport.parkNanos(200_000_000);
        more = counts().above(before, kept);
      }
    } finally {
      world.load.goOn();
    }
  }
}
