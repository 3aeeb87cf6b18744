package dev.hefu.gateway.figure;

import dev.hefu.gateway.participant.Participant;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.figure.GroupInput;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.figure.Question;
import dev.hefu.policy.figure.Tally;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Axis;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.FigureRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A question whose provider, dataset and fields exist.
 *
 * @param axes the fields, sorted by name, of one category
 */
record AskedFigure(
    Participant consumer,
    Participant provider,
    Dataset dataset,
    List<Axis> axes,
    FigureRequest request,
    String idempotencyKey,
    String requestDigest,
    Instant at) {
  /** Nobody's id: ids of persons have at least one character. */
  private static final String NOBODY = "";

  /** What came of looking for the fields. */
  sealed interface Fields {
    /** They are there. */
    record Found(List<Axis> axes) implements Fields {}

    /** They are not, or cannot be asked for together. */
    record Refused(String detail) implements Fields {}
  }

  /** The fields that a question is about. */
  static Fields fields(Dataset dataset, List<String> by) {
    List<Axis> axes = new ArrayList<>();
    for (String name : by.stream().sorted().toList()) {
      var axis = dataset.axis(name);
      if (axis.isEmpty()) {
        return new Fields.Refused(
            "by: " + name + " is no field of " + dataset + " whose values the schema lists");
      }
      axes.add(axis.get());
    }
    if (axes.stream().map(Axis::field).distinct().count() < axes.size()) {
      return new Fields.Refused("by: one field twice");
    }
    if (axes.stream().map(axis -> axis.cell().category()).distinct().count() > 1) {
      return new Fields.Refused("by: fields of two categories, of which not everybody gave both");
    }
    int groups = Tally.groups(axes);
    return groups > Tally.MAX_GROUPS
        ? new Fields.Refused("by: %d groups, more than %d".formatted(groups, Tally.MAX_GROUPS))
        : new Fields.Found(List.copyOf(axes));
  }

  /** Who may be counted. */
  People.Scope scope() {
    return new People.Scope(
        provider.id(),
        consumer.id(),
        request.purpose(),
        axes.getFirst().cell().category(),
        cells().stream().anyMatch(cell -> cell.classification() == Classification.SENSITIVE));
  }

  /** The cells of the fields, each once. */
  List<Cell> cells() {
    return axes.stream().map(Axis::cell).distinct().toList();
  }

  Ask ask() {
    return new Ask(
        consumer.id(),
        provider.id(),
        new DatasetVersion(dataset.name(), dataset.version()),
        request.purpose(),
        Tier.AGGREGATE,
        NOBODY,
        null);
  }

  InputText input(Candidate candidate, List<People.Person> people) {
    boolean abroad = !consumer.country().equals(provider.country());
    return GroupInput.of(at, ask(), candidate.agreement(), cells(), people, abroad);
  }

  /** The question, under rules that ask for such groups. */
  Question question(UUID agreement, int smallestGroup) {
    return new Question(
        agreement,
        provider.id(),
        new DatasetVersion(dataset.name(), dataset.version()),
        request.purpose(),
        request.by(),
        Question.day(at),
        Tally.smallestGroup(smallestGroup));
  }
}
