package dev.hefu.schemas.dataset;

import dev.hefu.schemas.Shape;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of a person's records a consent covers. It reaches the provider with every request, and a
 * cell that holds anything outside it is not released.
 *
 * @param from first day that a record may be of; null if there is none
 * @param until last day that a record may be of; null if there is none
 * @param only values that fields may have; a field that is not named may have any
 */
public record RecordScope(
    @Nullable LocalDate from, @Nullable LocalDate until, List<ValueFilter> only) {
  /** Every record. */
  public static final RecordScope ALL = new RecordScope(null, null, List.of());

  /** What a person can still read on one page. */
  public static final int MAX_FILTERS = 8;

  /** Checks that the range is not empty and that no field is filtered twice. */
  public RecordScope {
    only = List.copyOf(only);
    Shape.require(
        from == null || until == null || !until.isBefore(from), "until", "is before " + from);
    Shape.require(
        only.size() <= MAX_FILTERS, "only", only.size() + " filters, more than " + MAX_FILTERS);
    Shape.require(
        only.stream().map(filter -> filter.dataset() + "/" + filter.field()).distinct().count()
            == only.size(),
        "only",
        "filters a field twice");
  }

  /** Whether records are bounded by their date. */
  public boolean dated() {
    return from != null || until != null;
  }

  /** The filters that concern a dataset. */
  public List<ValueFilter> of(String dataset) {
    return only.stream().filter(filter -> filter.dataset().equals(dataset)).toList();
  }

  /**
   * Only records whose field has one of these values.
   *
   * @param field a top-level field, or one of the members of a field that is a list, such as {@code
   *     purchases.channel}
   * @param values such as the dataset's schema enumerates
   */
  public record ValueFilter(String dataset, String field, List<String> values) {
    private static final Pattern FIELD =
        Pattern.compile("[A-Za-z]\\w{0,63}(\\.[A-Za-z]\\w{0,63})?");

    /** More than any field enumerates that a person is asked about. */
    public static final int MAX_VALUES = 32;

    private static final int MAX_VALUE_CHARS = 100;

    /** Checks the members. */
    public ValueFilter {
      Shape.dataset("dataset", dataset);
      Shape.matches(FIELD, "field", field);
      values = Shape.distinct("values", values, MAX_VALUES);
      values.forEach(value -> Shape.text("value", value, MAX_VALUE_CHARS));
    }
  }
}
