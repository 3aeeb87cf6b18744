package dev.hefu.schemas.exchange;

import dev.hefu.schemas.Purpose;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many persons are in which group, as told: a group too small to be told of, or hidden so that
 * another cannot be worked out, has no number.
 *
 * @param day of UTC on which the same question has this answer
 * @param persons all that were counted, rounded
 * @param smallestGroup fewest persons of a group that has a number
 * @param rounding every number is the nearest multiple of it
 * @param groups one for each combination of values, none being one too
 */
public record Figures(
    String provider,
    String dataset,
    int version,
    Purpose purpose,
    List<String> by,
    LocalDate day,
    int persons,
    int smallestGroup,
    int rounding,
    List<Group> groups) {
  /** Copies the lists. */
  public Figures {
    by = List.copyOf(by);
    groups = List.copyOf(groups);
  }

  /**
   * The persons who have these values.
   *
   * @param values by field; a field that the persons have no value of is missing
   * @param persons rounded; null if nothing is told of the group
   */
  public record Group(Map<String, String> values, @Nullable Integer persons) {
    /** Copies the values. */
    public Group {
      values = Map.copyOf(values);
    }
  }
}
