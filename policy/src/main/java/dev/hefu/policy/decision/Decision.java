package dev.hefu.policy.decision;

import dev.hefu.schemas.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** What the rules say. */
public sealed interface Decision {
  /**
   * The decision in one line, equal for equal decisions: what is kept of it and compared when it is
   * replayed.
   */
  String words();

  /**
   * The named cells may be released, and only under the obligations.
   *
   * @param cells at least one, in the order of the dataset
   */
  record Permit(List<PermittedCell> cells, Obligations obligations) implements Decision {
    @Override
    public String words() {
      return cells.stream()
          .map(PermittedCell::released)
          .collect(Collectors.joining(" ", "permit ", " (" + obligations.words() + ")"));
    }
  }

  /**
   * Nothing may be released.
   *
   * @param reasons at least one, in the order of precedence and exact; what the caller may learn of
   *     them is for {@code admit.Disclosure}
   */
  record Deny(List<ErrorCode> reasons) implements Decision {
    @Override
    public String words() {
      return reasons.stream().map(ErrorCode::code).collect(Collectors.joining(" ", "deny ", ""));
    }
  }

  /**
   * The rules gave no answer in time or one that is not understood; to be refused as {@link
   * ErrorCode#POLICY_UNAVAILABLE}.
   */
  record Unavailable(String why) implements Decision {
    @Override
    public String words() {
      return "unavailable";
    }
  }
}
