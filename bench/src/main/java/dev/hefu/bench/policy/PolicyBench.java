package dev.hefu.bench.policy;

import dev.hefu.bench.measure.Row;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

/**
 * One decision by the real rules over a whole dataset, from the facts in memory to the decision
 * read back; beside the same rules and input asked of an OPA server on this machine.
 */
public final class PolicyBench {
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final int WARM_UP = 30_000;
  private static final int MEASURED = 50_000;
  private static final int SERVER_WARM_UP = 1_000;
  private static final int SERVER_MEASURED = 3_000;
  private static final double MICROS = 1e3;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    long start = System.nanoTime();
    DecisionInput input = input();
    double[] ours;
    try (EmbeddedEngine engine = new EmbeddedEngine(1, PATIENT)) {
      Runnable decide = () -> requirePermit(engine.decide(input.text()).decision());
      sorted(decide, WARM_UP);
      ours = sorted(decide, MEASURED);
    }
    Optional<Path> opa = StockOpa.find();
    double[] peer = opa.isPresent() ? server(opa.get(), input.text().json()) : new double[] {NONE};
    return List.of(
        new Row(
            "decision by the embedded rules, p50",
            percentile(ours, 50),
            "µs",
            OptionalDouble.of(percentile(ours, 50) / MICROS),
            OptionalDouble.of(percentile(ours, 99) / MICROS),
            opa.isPresent()
                ? "OPA server, same rules, p99 %.0f µs".formatted(percentile(peer, 99))
                : "OPA server skipped: no opa on the PATH",
            percentile(peer, 50),
            (System.nanoTime() - start) / 1e9));
  }

  /** Stands where there was nothing to measure. */
  private static final double NONE = Double.NaN;

  private static double[] server(Path opa, String input) {
    Path rules = Path.of(System.getProperty("hefu.home", "."), "policy/src/main/rego/hefu");
    try (OpaServer server = OpaServer.start(opa, rules)) {
      if (!server.decide(input).contains("\"permit\":true")) {
        throw new IllegalStateException("the server decides otherwise");
      }
      sorted(() -> server.decide(input), SERVER_WARM_UP);
      return sorted(() -> server.decide(input), SERVER_MEASURED);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  /** Microseconds of each call, the shortest first. */
  private static double[] sorted(Runnable call, int times) {
    double[] micros = new double[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      call.run();
      micros[i] = (System.nanoTime() - start) / MICROS;
    }
    Arrays.sort(micros);
    return micros;
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted[(sorted.length - 1) * percent / 100];
  }

  private static void requirePermit(Decision decision) {
    if (!(decision instanceof Decision.Permit)) {
      throw new IllegalStateException(decision.toString());
    }
  }

  /** What the rules see of an exchange about a whole dataset. */
  public static DecisionInput input() {
    Dataset dataset = Dataset.builtIn("payment-profile", 1).orElseThrow();
    DatasetVersion version = new DatasetVersion(dataset.name(), dataset.version());
    Standing agreement =
        new Standing(
            UUID.randomUUID(),
            1,
            AgreementState.SIGNED,
            new SharingTerms(
                "wallet",
                "marketplace",
                Set.of(version),
                Set.of(Purpose.RECOMMENDATION, Purpose.SERVICE),
                Tier.PSEUDONYMOUS,
                NOON,
                NOON.plus(Duration.ofDays(365)),
                null));
    Ask ask =
        new Ask(
            "marketplace",
            "wallet",
            version,
            Purpose.RECOMMENDATION,
            Tier.PSEUDONYMOUS,
            "customer",
            null);
    return new DecisionInput(
        NOON, ask, new Candidate(agreement, person()), dataset.cells(), false, false);
  }

  private static Candidate.Person person() {
    FactVersion any = new FactVersion(UUID.randomUUID(), 1);
    ConsentTerms terms =
        new ConsentTerms(
            Set.of("wallet"),
            "marketplace",
            Purpose.RECOMMENDATION,
            Set.of(Category.PAYMENT, Category.PURCHASE),
            Tier.PSEUDONYMOUS,
            NOON,
            NOON.plus(Duration.ofDays(30)),
            ConsentMode.PERIODIC,
            null,
            null,
            Duration.ofDays(30),
            RecordScope.ALL,
            LegalBasis.CONSENT,
            new SeparateConsents(true, true, false, false));
    Consent consent =
        new Consent(
            any.id(),
            1,
            ConsentState.GRANTED,
            UUID.randomUUID(),
            "subject-reference",
            "consumer-reference",
            terms,
            new Notice("data-sharing", 1, "zh", "digest"),
            null,
            NOON,
            NOON);
    return new Candidate.Person(consent, true, true, new Personal(any, any, any), "account", null);
  }
}
