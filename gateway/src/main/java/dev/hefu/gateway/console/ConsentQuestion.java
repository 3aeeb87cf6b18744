package dev.hefu.gateway.console;

import dev.hefu.gateway.console.page.ConsentPage;
import dev.hefu.gateway.console.page.ConsentPage.Fact;
import dev.hefu.gateway.console.page.ConsentPage.Paragraph;
import dev.hefu.gateway.console.page.ConsentPage.Separate;
import dev.hefu.gateway.console.page.Texts;
import dev.hefu.gateway.person.Notices;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.consent.Attestation;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.dataset.RecordScope.ValueFilter;
import dev.hefu.schemas.person.Notice;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A requested consent put into plain words: everything that it says, and nothing left for later.
 */
final class ConsentQuestion {
  private final Visit visit;
  private final Texts t;
  private final Consent consent;
  private final ConsentTerms terms;
  private final Names names;
  private final Notices notices;

  ConsentQuestion(Visit visit, Consent consent, Names names, Notices notices) {
    this.visit = visit;
    this.t = visit.texts();
    this.consent = consent;
    this.terms = consent.terms();
    this.names = names;
    this.notices = notices;
  }

  ConsentPage page(Notice notice, SeparateConsents ticked, String fault) {
    String here = "/console/consents/" + consent.subjectReference();
    return new ConsentPage(
        visit.frame(t.get("consent.title", recipient()), here),
        intro(),
        facts(),
        separate(ticked),
        t.get("notice.version", notice.id(), notice.version()),
        paragraphs(notice.text()),
        here + "/answer",
        fault);
  }

  private String recipient() {
    return names.of(terms.consumer(), t);
  }

  private String intro() {
    Attestation attestation = consent.attestation();
    return attestation == null
        ? t.get("consent.intro")
        : t.get("consent.attested", names.of(attestation.by(), t));
  }

  private List<Fact> facts() {
    return List.of(
        fact("recipient", recipient()),
        new Fact(
            t.get("fact.provider"),
            terms.providers().stream().map(id -> names.of(id, t)).sorted().toList()),
        fact("purpose", notices.purpose(terms.purpose(), t.language())),
        new Fact(
            t.get("fact.categories"),
            terms.categories().stream()
                .sorted()
                .map(Category::code)
                .map(code -> t.get("category." + code))
                .toList()),
        fact("tier", t.get("tier." + terms.highestTier())),
        new Fact(t.get("fact.records"), records(terms.records())),
        fact(
            "validity",
            t.get("fact.validity.range", t.day(terms.validFrom()), t.day(terms.validUntil()))),
        fact("frequency", frequency()),
        fact("amount", amount()),
        fact("life", life()),
        fact("basis", t.get("basis." + terms.basis())));
  }

  private Fact fact(String name, String line) {
    return new Fact(t.get("fact." + name), List.of(line));
  }

  private List<String> records(RecordScope scope) {
    List<String> lines = new ArrayList<>();
    LocalDate from = scope.from();
    LocalDate until = scope.until();
    if (from != null) {
      lines.add(t.get("fact.records.from", from));
    }
    if (until != null) {
      lines.add(t.get("fact.records.until", until));
    }
    for (ValueFilter filter : scope.only()) {
      lines.add(t.get("fact.records.only", filter.field(), String.join(", ", filter.values())));
    }
    return lines.isEmpty() ? List.of(t.get("fact.records.all")) : lines;
  }

  private String frequency() {
    Allowance frequency = terms.frequency();
    if (terms.mode() == ConsentMode.ONE_TIME) {
      return t.get("fact.frequency.once");
    }
    return frequency == null
        ? t.get("fact.frequency.any")
        : t.get("fact.frequency." + frequency.window(), frequency.limit());
  }

  private String amount() {
    Integer most = terms.maxRecords();
    return most == null ? t.get("fact.amount.any") : t.get("fact.amount.most", most);
  }

  private String life() {
    Duration life = terms.dataLife();
    return life == null ? t.get("fact.life.law") : t.get("fact.life.days", life.toDays());
  }

  private List<Separate> separate(SeparateConsents ticked) {
    SeparateConsents asked = terms.separate();
    List<Separate> all = new ArrayList<>();
    add(all, "recipient", asked.recipient(), ticked.recipient());
    add(all, "sensitive", asked.sensitive(), ticked.sensitive());
    add(all, "abroad", asked.abroad(), ticked.abroad());
    add(all, "guardian", asked.guardian(), ticked.guardian());
    return all;
  }

  private void add(List<Separate> all, String name, boolean asked, boolean ticked) {
    if (asked) {
      all.add(new Separate(name, t.get("separate." + name, recipient()), ticked));
    }
  }

  /** The notice without its marks: lines that begin with a dash are points of a list. */
  private static List<Paragraph> paragraphs(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.replace("**", "").replaceFirst("^#\\s*", ""))
        .map(
            line ->
                line.startsWith("- ")
                    ? new Paragraph(true, line.substring(2))
                    : new Paragraph(false, line))
        .toList();
  }
}
