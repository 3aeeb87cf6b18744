package dev.hefu.gateway.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.motion.Matter;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionLeaves;
import dev.hefu.gateway.replay.PastDecision;
import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.input.InputText;
import dev.hefu.policy.rules.RulesInForce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * What proposed rules would have decided, before they decide anything: past inputs, page by page
 * back from the newest, decided by them. Reading the log is logged.
 */
public final class Trials {
  /** The machine may be busy; rules that are later than this are late for every exchange. */
  private static final Duration PATIENT = EmbeddedEngine.LIMIT.multipliedBy(5);

  /** An officer waits for the page, and a caller's place is taken meanwhile. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String TRIED = "tried";

  private final DSLContext database;
  private final Committer committer;

  public Trials(DSLContext database, Committer committer) {
    this.database = database;
    this.committer = committer;
  }

  /**
   * One page, or as much of its newest as there was time for.
   *
   * @param first index of its oldest leaf; empty if there was none
   */
  public record Page(Replay.Result result, Optional<Long> first) {}

  /**
   * Tries the rules that a motion is about on decisions whose leaves come before this one; empty if
   * they are no longer kept, as those of a motion that is long over.
   *
   * @param before index of a leaf
   */
  public Optional<Page> run(Motion motion, String officer, long before) {
    return RulesInForce.draft(database, PolicyMatter.revision(motion.matter()))
        .map(file -> run(motion, file, officer, before));
  }

  private Page run(Motion motion, RulesFile file, String officer, long before) {
    List<PastDecision> page =
        database.connectionResult(connection -> new PastDecisions(connection).newest(before));
    Page tried = tried(file, page);
    committer.change(
        (tx, now) ->
            new Changed<>(
                motion.id(),
                List.of(
                    MotionLeaves.of(motion, TRIED, officer, null, found(tried.result()), now))));
    return tried;
  }

  private static Page tried(RulesFile file, List<PastDecision> page) {
    try (EmbeddedEngine engine = new EmbeddedEngine(file, 1, PATIENT)) {
      return tried(page, input -> engine.decide(InputText.of(input)).decision(), LIMIT);
    }
  }

  /**
   * Decides from the newest back, at least one, and no further than the limit allows.
   *
   * @param page in the order of their leaves
   */
  static Page tried(List<PastDecision> page, Function<String, Decision> rules, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Deque<Decision> decisions = new ArrayDeque<>();
    int from = page.size();
    while (from > 0 && (decisions.isEmpty() || System.nanoTime() - end < 0)) {
      from--;
      decisions.addFirst(rules.apply(page.get(from).input()));
    }
    List<PastDecision> decided = page.subList(from, page.size());
    try {
      return new Page(
          new Replay(inputs -> List.copyOf(decisions)).run(decided),
          decided.stream().findFirst().map(PastDecision::index));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Matter.Description found(Replay.Result result) {
    return new Matter.Description(
        LeafDraft.Owners.NONE,
        Map.of(
            Group.DATA,
            JsonNodeFactory.instance
                .objectNode()
                .put("decisions", result.replayed())
                .put("different", result.different())));
  }
}
