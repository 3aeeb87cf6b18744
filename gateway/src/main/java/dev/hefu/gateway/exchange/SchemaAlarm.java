package dev.hefu.gateway.exchange;

import dev.hefu.schemas.dataset.CellCheck;
import dev.hefu.schemas.dataset.Dataset;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operators that a provider sent other data than its schema describes or than was asked
 * for: counted by provider and dataset, and logged by the places in the schema. Neither ever says a
 * value, a person or a name that the provider made up.
 */
public final class SchemaAlarm {
  /** Cells left out because of what was in them, or because nobody asked for them. */
  public static final String DROPPED = "hefu.provider.cells.dropped";

  private static final Logger LOG = LoggerFactory.getLogger(SchemaAlarm.class);

  private final MeterRegistry metrics;

  public SchemaAlarm(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** A permitted cell was left out: it had unknown members or was not as the schema says. */
  void strays(Asked asked, String cell, CellCheck check) {
    count(asked, "schema", 1);
    LOG.warn(
        "{} of {}: cell {} left out, {} unknown members, {} faults",
        asked.dataset(),
        asked.provider().id(),
        cell,
        check.dropped().size(),
        check.faults().size());
  }

  /** A permitted cell was left out: it holds records that the consent does not cover. */
  void outside(Asked asked, String cell) {
    count(asked, "scope", 1);
    LOG.warn(
        "{} of {}: cell {} left out, it holds records that were not asked for",
        asked.dataset(),
        asked.provider().id(),
        cell);
  }

  /** Cells were left out that nobody asked for. */
  void unasked(Asked asked, int cells) {
    count(asked, "unasked", cells);
    LOG.warn(
        "{} of {}: {} cells left out that were not asked for",
        asked.dataset(),
        asked.provider().id(),
        cells);
  }

  /** Counts of groups were left out, since the schema lists no such values. */
  public void groups(String provider, Dataset dataset, int groups) {
    count(provider, dataset, "schema", groups);
    LOG.warn(
        "{} of {}: {} groups left out that the schema does not list", dataset, provider, groups);
  }

  private void count(Asked asked, String why, int cells) {
    count(asked.provider().id(), asked.dataset(), why, cells);
  }

  private void count(String provider, Dataset dataset, String why, int cells) {
    Counter.builder(DROPPED)
        .description("cells of providers' records that were left out")
        .tag("provider", provider)
        .tag("dataset", dataset.name())
        .tag("why", why)
        .register(metrics)
        .increment(cells);
  }
}
