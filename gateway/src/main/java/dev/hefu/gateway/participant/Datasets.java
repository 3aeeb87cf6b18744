package dev.hefu.gateway.participant;

import static dev.hefu.gateway.jooq.Tables.DATASET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.jooq.tables.records.DatasetRecord;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.dataset.DatasetReading;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What providers offer. A published version never changes, so it is compiled once and kept. */
public final class Datasets {
  /** Compiled schemas kept; beyond it the cache starts anew. */
  private static final int MAX_CACHED = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  private final DSLContext database;
  private final Map<Key, Dataset> cache = new ConcurrentHashMap<>();

  private record Key(String provider, String name, int version) {}

  /** A dataset with who offers it, since when. */
  public record Offered(String provider, Dataset dataset, Instant publishedAt) {}

  public Datasets(DSLContext database) {
    this.database = database;
  }

  /** The dataset that the provider publishes under this name and version. */
  public Optional<Dataset> find(String provider, String name, int version) {
    Key key = new Key(provider, name, version);
    Dataset known = cache.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Dataset> read =
        database
            .selectFrom(DATASET)
            .where(
                DATASET.PROVIDER.eq(provider), DATASET.NAME.eq(name), DATASET.VERSION.eq(version))
            .fetchOptional()
            .flatMap(Datasets::dataset);
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    read.ifPresent(dataset -> cache.put(key, dataset));
    return read;
  }

  /**
   * Publishes a version.
   *
   * @return false if the provider has published it before
   */
  public boolean publish(DSLContext tx, Instant now, String provider, Dataset dataset) {
    return tx.insertInto(DATASET)
            .set(DATASET.PROVIDER, provider)
            .set(DATASET.NAME, dataset.name())
            .set(DATASET.VERSION, dataset.version())
            .set(DATASET.SCHEMA, CanonicalJson.bytes(dataset.schema()))
            .set(DATASET.PUBLISHED_AT, now.atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /** A version's place in the list of all. */
  public record Place(String provider, String name, int version) {}

  /**
   * A part of what is offered.
   *
   * @param last from where to go on; null if there is no more
   */
  public record Listed(List<Offered> offered, @Nullable Place last) {}

  /**
   * What is offered, by provider, name and version.
   *
   * @param provider null for all providers
   * @param after the last one seen; null to begin
   */
  public Listed list(@Nullable String provider, @Nullable Place after, int limit) {
    Condition whose = provider == null ? DSL.noCondition() : DATASET.PROVIDER.eq(provider);
    Condition unseen =
        after == null
            ? DSL.noCondition()
            : DSL.row(DATASET.PROVIDER, DATASET.NAME, DATASET.VERSION)
                .gt(after.provider(), after.name(), after.version());
    List<DatasetRecord> rows =
        database
            .selectFrom(DATASET)
            .where(whose, unseen)
            .orderBy(DATASET.PROVIDER, DATASET.NAME, DATASET.VERSION)
            .limit(limit)
            .fetch();
    return new Listed(
        rows.stream().flatMap(row -> offered(row).stream()).toList(),
        rows.size() < limit ? null : place(rows.getLast()));
  }

  private static Place place(DatasetRecord row) {
    return new Place(row.getProvider(), row.getName(), row.getVersion());
  }

  private static Optional<Offered> offered(DatasetRecord row) {
    return dataset(row)
        .map(dataset -> new Offered(row.getProvider(), dataset, row.getPublishedAt().toInstant()));
  }

  /** Empty if it was published when more was taken: what cannot be checked is not offered. */
  private static Optional<Dataset> dataset(DatasetRecord row) {
    ObjectNode schema = (ObjectNode) StrictJson.trusted(row.getSchema());
    return switch (Dataset.of(row.getName(), row.getVersion(), schema)) {
      case DatasetReading.Accepted(Dataset dataset) -> Optional.of(dataset);
      case DatasetReading.Refused(String pointer, String reason) -> {
        LOG.warn(
            "{} {} of {} is not offered: {} {}",
            row.getName(),
            row.getVersion(),
            row.getProvider(),
            pointer,
            reason);
        yield Optional.empty();
      }
    };
  }
}
