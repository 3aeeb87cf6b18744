package dev.hefu.policy.decision;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.ImportSection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a module that somebody brings can be run as our rules: it asks nothing of the host that
 * {@code opa} does not, needs no builtin that is not native to WebAssembly, and answers what rules
 * are asked, in the time that a decision has.
 */
public final class RulesCheck {
  /** Ten times the size of our own. */
  public static final int MAX_MODULE_BYTES = 2 * 1024 * 1024;

  /** The first evaluation compiles; one that takes longer would not end. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The machine may be busy and the module cold: the fastest of these is what counts. */
  private static final int TRIES = 20;

  private static final Set<String> HOST =
      Set.of(
          "env.memory",
          "env.opa_abort",
          "env.opa_println",
          "env.opa_builtin0",
          "env.opa_builtin1",
          "env.opa_builtin2",
          "env.opa_builtin3",
          "env.opa_builtin4");

  private RulesCheck() {}

  /** Why it cannot, in one clause; empty if it can. */
  public static Optional<String> fault(byte[] module) {
    return fault(module, LIMIT);
  }

  /** The same, where a module has so long to answer everything that it is asked. */
  static Optional<String> fault(byte[] module, Duration limit) {
    if (module.length > MAX_MODULE_BYTES) {
      return Optional.of(
          "the module has %d bytes, the limit is %d".formatted(module.length, MAX_MODULE_BYTES));
    }
    // What a module does while it starts is its own affair, so it starts on a thread of its own.
    FutureTask<Optional<String>> check = new FutureTask<>(() -> run(module));
    Thread thread = Thread.ofPlatform().daemon().name("policy-check").start(check);
    try {
      return check.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      return Optional.of("the module cannot be run: " + failed.getMessage());
    } catch (TimeoutException late) {
      return Optional.of("the module did not answer within %d ms".formatted(limit.toMillis()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.of("the node is stopping");
    } finally {
      thread.interrupt();
    }
  }

  private static Optional<String> run(byte[] module) {
    ImportSection imports = Parser.parse(module).importSection();
    Set<String> unknown = new TreeSet<>();
    for (int i = 0; i < imports.importCount(); i++) {
      unknown.add(imports.getImport(i).module() + "." + imports.getImport(i).name());
    }
    unknown.removeAll(HOST);
    if (!unknown.isEmpty()) {
      return Optional.of("the module asks the host for " + String.join(", ", unknown));
    }
    RulesModule rules = RulesModule.of(module);
    Set<String> builtins = rules.builtins();
    if (!builtins.isEmpty()) {
      return Optional.of(
          "builtins that are not native to WebAssembly: " + String.join(", ", builtins));
    }
    RulesInstance instance = rules.instantiate();
    Optional<String> fault = answers(instance);
    return fault.isPresent() ? fault : slowness(instance);
  }

  /** Rules that are always late would deny everything, however well they decide. */
  private static Optional<String> slowness(RulesInstance instance) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && best > EmbeddedEngine.LIMIT.toNanos(); i++) {
      long begun = System.nanoTime();
      evaluate(instance, Question.EXCHANGE, Warmth.PERMITTED);
      best = Math.min(best, System.nanoTime() - begun);
    }
    return best > EmbeddedEngine.LIMIT.toNanos()
        ? Optional.of(
            "a decision takes %d ms, the limit is %d"
                .formatted(TimeUnit.NANOSECONDS.toMillis(best), EmbeddedEngine.LIMIT.toMillis()))
        : Optional.empty();
  }

  /** It is this check's thread that is interrupted when it takes too long. */
  private static String evaluate(RulesInstance instance, Question question, String input) {
    return instance.evaluate(question, input, System.nanoTime() + LIMIT.toNanos());
  }

  /** On nothing at all, rules must say no: whatever is missing speaks against. */
  private static Optional<String> answers(RulesInstance instance) {
    if (!(OutputJson.read(evaluate(instance, Question.EXCHANGE, "{}")) instanceof Decision.Deny)) {
      return Optional.of("the rules do not deny an exchange of which nothing is known");
    }
    BreakGlassRuling ruling =
        OutputJson.breakGlass(evaluate(instance, Question.BREAK_GLASS, "{}"), "");
    return ruling.permit() || ruling.equals(BreakGlassRuling.unavailable(""))
        ? Optional.of("the rules do not refuse a break-glass of which nothing is known")
        : Optional.empty();
  }
}
