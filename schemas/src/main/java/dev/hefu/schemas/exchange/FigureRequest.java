package dev.hefu.schemas.exchange;

import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.dataset.Axis;
import java.util.List;

/**
 * Asks how many persons are in which group.
 *
 * @param by one or two fields whose values the dataset's schema closes, such as {@code creditBand}
 *     or, under a mask, {@code area#region}
 */
public record FigureRequest(
    String provider, String dataset, int version, Purpose purpose, List<String> by) {
  /** More would tell of groups that are hardly more than persons. */
  public static final int MAX_FIELDS = 2;

  /** Checks the members. */
  public FigureRequest {
    Shape.participant("provider", provider);
    Shape.dataset("dataset", dataset);
    Shape.version("version", version);
    by = Shape.distinct("by", by, MAX_FIELDS);
    by.forEach(field -> Shape.matches(Axis.NAME, "by", field));
  }
}
