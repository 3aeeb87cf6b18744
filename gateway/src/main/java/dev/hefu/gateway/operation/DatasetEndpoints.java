package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.dataset.DatasetReading;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Violation;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.PublishedDataset;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The datasets that providers publish. */
final class DatasetEndpoints {
  /** Neither an id nor a name has the sign between them. */
  private static final Pattern CURSOR = Pattern.compile("([^_]+)_([^_]+)_(\\d{1,9})");

  private final ParticipantActs acts;
  private final Datasets datasets;
  private final Clock clock;

  DatasetEndpoints(ParticipantActs acts, Datasets datasets, Clock clock) {
    this.acts = acts;
    this.datasets = datasets;
    this.clock = clock;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of("publishDataset", this::publish, "listDatasets", this::list);
  }

  private Answer publish(Call call) {
    DatasetPublication publication = call.message(DatasetPublication.class);
    Dataset dataset = read(publication);
    String provider = call.participant();
    Committed<Boolean> committed =
        acts.change(
            provider,
            (tx, now) ->
                datasets.publish(tx, now, provider, dataset)
                    ? new Changed<>(true, List.of(leaf(provider, dataset, now)))
                    : Changed.nothing(false));
    if (!committed.result()) {
      throw new Refusal(
          ErrorCode.CONFLICT, "you have published " + dataset + " before; publish a new version");
    }
    return Answer.json(
        201,
        message(
            new Datasets.Offered(provider, dataset, clock.instant()),
            committed.evidence().getFirst()));
  }

  private static Dataset read(DatasetPublication publication) {
    return switch (Dataset.of(publication.name(), publication.version(), publication.schema())) {
      case DatasetReading.Accepted(Dataset dataset) -> dataset;
      case DatasetReading.Refused(String pointer, String reason) ->
          throw new Refusal(
              Problem.of(
                  ErrorCode.INVALID_REQUEST,
                  reason + " (at /schema" + pointer + ")",
                  List.of(new Violation("/schema" + pointer, reason))));
    };
  }

  private Answer list(Call call) {
    Datasets.Listed listed =
        datasets.list(
            call.query().get("provider"),
            call.cursor(DatasetEndpoints::place).orElse(null),
            call.limit());
    return Answer.ok(
        new Page<>(
            listed.offered().stream().map(offered -> message(offered, null)).toList(),
            cursor(listed.last())));
  }

  /** The cursor is the place of the last one seen. */
  private static @Nullable String cursor(Datasets.@Nullable Place last) {
    return last == null ? null : last.provider() + '_' + last.name() + '_' + last.version();
  }

  private static Optional<Datasets.Place> place(String cursor) {
    Matcher place = CURSOR.matcher(cursor);
    return place.matches()
        ? Optional.of(
            new Datasets.Place(place.group(1), place.group(2), Integer.parseInt(place.group(3))))
        : Optional.empty();
  }

  private static LeafDraft leaf(String provider, Dataset dataset, Instant now) {
    return LeafDraft.change(
        LeafKind.DATASET,
        now,
        new LeafDraft.Owners(null, provider, null),
        "published",
        Map.of(
            Group.PARTIES,
            Group.fact("provider", provider),
            Group.DECISION,
            Group.fact("outcome", "published"),
            Group.DATA,
            Group.facts(
                    Map.of(
                        "dataset", dataset.name(),
                        "schema", Group.digest(CanonicalJson.bytes(dataset.schema()))))
                .put("version", dataset.version())));
  }

  private static PublishedDataset message(Datasets.Offered offered, @Nullable Evidence evidence) {
    Dataset dataset = offered.dataset();
    return new PublishedDataset(
        offered.provider(),
        dataset.name(),
        dataset.version(),
        dataset.schema(),
        dataset.cells(),
        offered.publishedAt(),
        evidence == null ? null : evidence.toMessage());
  }
}
