package dev.hefu.policy.budget;

import dev.hefu.schemas.Window;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A budget of which too little is left for one answer.
 *
 * @param window null where the limit is one for the whole life
 * @param opensAt when the answer fits again; null if it never does
 */
public record Exceeded(
    Budget budget, int limit, @Nullable Window window, @Nullable Instant opensAt) {
  /** One sentence for whoever may know. */
  public String words() {
    String size = "%s (%d %s)".formatted(budget.words(), limit, per());
    if (opensAt != null) {
      return "too little is left of " + size + " until " + opensAt;
    }
    return window == null
        ? "too little is left of " + size
        : size + " is less than this answer alone has";
  }

  private String per() {
    return switch (window) {
      case null -> "in all";
      case HOUR -> "an hour";
      case DAY, MONTH -> "a " + window.name().toLowerCase(Locale.ROOT);
    };
  }
}
