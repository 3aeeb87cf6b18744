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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What proposed rules would have decided, before they decide anything: past inputs, page by page
 * back from the newest, decided by them. Reading the log is logged.
 */
public final class Trials {
  /** Nobody waits for one decision here. */
  private static final Duration PATIENT = Duration.ofSeconds(1);

  private static final String TRIED = "tried";

  private final DSLContext database;
  private final Committer committer;

  public Trials(DSLContext database, Committer committer) {
    this.database = database;
    this.committer = committer;
  }

  /**
   * One page.
   *
   * @param first index of its oldest leaf; empty if there was none
   */
  public record Page(Replay.Result result, Optional<Long> first) {}

  /**
   * Tries the rules that a motion is about on decisions whose leaves come before this one.
   *
   * @param before index of a leaf
   */
  public Page run(Motion motion, String officer, long before) {
    RulesFile file =
        RulesInForce.draft(database, PolicyMatter.revision(motion.matter())).orElseThrow();
    List<PastDecision> page =
        database.connectionResult(connection -> new PastDecisions(connection).newest(before));
    Replay.Result result = decided(file, page);
    committer.change(
        (tx, now) ->
            new Changed<>(
                motion.id(),
                List.of(MotionLeaves.of(motion, TRIED, officer, null, found(result), now))));
    return new Page(result, page.stream().findFirst().map(PastDecision::index));
  }

  private static Replay.Result decided(RulesFile file, List<PastDecision> page) {
    try (EmbeddedEngine engine = new EmbeddedEngine(file, 1, PATIENT)) {
      return new Replay(inputs -> decide(engine, inputs)).run(page);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<Decision> decide(EmbeddedEngine engine, List<String> inputs) {
    List<Decision> decisions = new ArrayList<>(inputs.size());
    for (String input : inputs) {
      decisions.add(engine.decide(InputText.of(input)).decision());
    }
    return decisions;
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
