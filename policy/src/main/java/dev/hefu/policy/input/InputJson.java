package dev.hefu.policy.input;

import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingApprovals;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Mask;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules get to see of an input, member by member; the rules' words are those of the API.
 * Written without a tree in between, since every decision pays for it: members stand in the order
 * of their names, as RFC 8785 wants them.
 */
final class InputJson {
  /** Most inputs are shorter. */
  private static final int USUAL_CHARS = 1_536;

  private final StringBuilder out = new StringBuilder(USUAL_CHARS);

  private InputJson() {}

  static String of(DecisionInput input) {
    InputJson json = new InputJson();
    json.write(input);
    return json.out.toString();
  }

  private void write(DecisionInput input) {
    Ask ask = input.ask();
    out.append("{\"abroad\":").append(input.abroad()).append(",\"agreement\":");
    agreement(input.candidate().agreement());
    out.append(",\"cells\":");
    cells(input.cells());
    out.append(",\"consent\":");
    consent(input.candidate().person());
    text(",\"consumer\":", ask.consumer());
    text(",\"dataset\":", ask.dataset().toString());
    out.append(",\"minor\":").append(input.minor());
    out.append(",\"now\":").append(input.now().toEpochMilli());
    text(",\"provider\":", ask.provider());
    text(",\"purpose\":", ask.purpose().code());
    out.append(",\"subjects\":").append(input.subjects());
    text(",\"tier\":", ask.tier().name());
    out.append('}');
  }

  private void agreement(@Nullable Standing agreement) {
    if (agreement == null) {
      out.append("null");
      return;
    }
    SharingTerms terms = agreement.terms();
    out.append('{');
    approvals(terms.approvals());
    out.append("\"datasets\":");
    strings(terms.datasets().stream().map(DatasetVersion::toString));
    text(",\"highestTier\":", terms.highestTier().name());
    out.append(",\"purposes\":");
    strings(terms.purposes().stream().map(Purpose::code));
    text(",\"state\":", agreement.state().name());
    out.append(",\"validFrom\":").append(terms.validFrom().toEpochMilli());
    out.append(",\"validUntil\":").append(terms.validUntil().toEpochMilli()).append('}');
  }

  /** Left out where there are none: terms from before there were approvals are the same input. */
  private void approvals(@Nullable SharingApprovals approvals) {
    if (approvals != null) {
      out.append("\"approvals\":{\"datasets\":");
      strings(approvals.datasets().stream().map(DatasetVersion::toString));
      text(",\"fromTier\":", approvals.fromTier().name());
      out.append("},");
    }
  }

  private void consent(Candidate.@Nullable Person person) {
    if (person == null) {
      out.append("null");
      return;
    }
    ConsentTerms terms = person.consent().terms();
    Duration life = terms.dataLife();
    out.append("{\"categories\":");
    strings(terms.categories().stream().map(Category::code));
    out.append(",\"dataLifeDays\":");
    if (life == null) {
      out.append("null");
    } else {
      out.append(life.toDays());
    }
    text(",\"highestTier\":", terms.highestTier().name());
    out.append(",\"linked\":").append(person.linked());
    text(",\"purpose\":", terms.purpose().code());
    out.append(",\"separate\":");
    separate(terms.separate());
    text(",\"state\":", person.consent().state().name());
    out.append(",\"validFrom\":").append(terms.validFrom().toEpochMilli());
    out.append(",\"validUntil\":").append(terms.validUntil().toEpochMilli()).append('}');
  }

  private void separate(SeparateConsents separate) {
    out.append("{\"abroad\":").append(separate.abroad());
    out.append(",\"guardian\":").append(separate.guardian());
    out.append(",\"recipient\":").append(separate.recipient());
    out.append(",\"sensitive\":").append(separate.sensitive()).append('}');
  }

  private void cells(List<Cell> cells) {
    out.append('[');
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      text(i == 0 ? "{\"category\":" : ",{\"category\":", cell.category().code());
      text(",\"classification\":", cell.classification().name());
      out.append(",\"masks\":");
      masks(cell.masks());
      text(",\"name\":", cell.name());
      out.append('}');
    }
    out.append(']');
  }

  /** In the order of the schema: the rules take the first that conceals enough. */
  private void masks(List<Mask> masks) {
    out.append('[');
    for (int i = 0; i < masks.size(); i++) {
      text(i == 0 ? "" : ",", masks.get(i).code());
    }
    out.append(']');
  }

  /** Sorted, so that equal sets are equal bytes. */
  private void strings(Stream<String> values) {
    String before = "[";
    for (String value : values.sorted().toList()) {
      text(before, value);
      before = ",";
    }
    out.append(before.equals("[") ? "[]" : "]");
  }

  private void text(String before, String value) {
    out.append(before);
    CanonicalJson.string(value, out);
  }
}
