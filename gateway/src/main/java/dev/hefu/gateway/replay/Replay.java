package dev.hefu.gateway.replay;

import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.input.InputText;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Decides past inputs again and lists where the answer is another. */
public final class Replay {
  /** More differences than anybody reads; the rest is only counted. */
  static final int MOST_LISTED = 1_000;

  /** Rules that answer many inputs, each in its place. */
  @FunctionalInterface
  public interface Rules {
    /** The decisions on these inputs, in their order. */
    List<Decision> decide(List<String> inputs) throws IOException;
  }

  /**
   * One decision that came out otherwise.
   *
   * @param now what the rules say now, or why the kept input is not the one decided on
   */
  public record Difference(PastDecision past, String now) {}

  /**
   * What a replay found.
   *
   * @param replayed how many decisions were made again
   * @param others how many were made by other revisions and left out
   * @param different how many came out otherwise, of which at most {@value #MOST_LISTED} are listed
   */
  public record Result(long replayed, long others, long different, List<Difference> listed) {}

  private static final String ALTERED = "the kept input is not the one that the leaf commits to";

  private final Rules rules;
  private long replayed;
  private long others;
  private long different;
  private final List<Difference> listed = new ArrayList<>();

  /** A replay by these rules. */
  public Replay(Rules rules) {
    this.rules = rules;
  }

  /**
   * Goes over all decisions of the revisions that are wanted.
   *
   * @throws IOException if the rules cannot be run
   * @throws SQLException if the decisions cannot be read
   */
  public Result run(PastDecisions past, Predicate<String> revisions)
      throws IOException, SQLException {
    long after = -1;
    List<PastDecision> page = past.page(after);
    while (!page.isEmpty()) {
      List<PastDecision> wanted =
          page.stream().filter(each -> revisions.test(each.revision())).toList();
      others += page.size() - wanted.size();
      compare(wanted);
      after = page.getLast().index();
      page = past.page(after);
    }
    return result();
  }

  /**
   * Goes over these decisions.
   *
   * @throws IOException if the rules cannot be run
   */
  public Result run(List<PastDecision> decisions) throws IOException {
    compare(decisions);
    return result();
  }

  private Result result() {
    return new Result(replayed, others, different, List.copyOf(listed));
  }

  private void compare(List<PastDecision> page) throws IOException {
    List<Decision> decisions = rules.decide(page.stream().map(PastDecision::input).toList());
    for (int i = 0; i < page.size(); i++) {
      PastDecision each = page.get(i);
      replayed++;
      if (!InputText.of(each.input()).digest().equals(each.digest())) {
        differs(each, ALTERED);
      } else if (!decisions.get(i).words().equals(each.decision())) {
        differs(each, decisions.get(i).words());
      }
    }
  }

  private void differs(PastDecision past, String now) {
    different++;
    if (listed.size() < MOST_LISTED) {
      listed.add(new Difference(past, now));
    }
  }
}
