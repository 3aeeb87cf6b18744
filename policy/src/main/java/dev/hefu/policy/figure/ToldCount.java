package dev.hefu.policy.figure;

import java.util.List;
import java.util.Optional;

/**
 * How many persons a provider says have these values.
 *
 * @param values one for each field; empty where the persons have none
 */
public record ToldCount(List<Optional<String>> values, long persons) {
  /** Copies the values. */
  public ToldCount {
    values = List.copyOf(values);
  }
}
