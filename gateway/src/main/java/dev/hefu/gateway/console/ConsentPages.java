package dev.hefu.gateway.console;

import dev.hefu.gateway.console.page.ConsentPage;
import dev.hefu.gateway.console.page.LinkPage;
import dev.hefu.gateway.console.page.MessagePage;
import dev.hefu.gateway.console.page.Texts;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.subject.Link;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page on which a person is asked, and their answer. */
final class ConsentPages {
  private final PersonConsents consents;
  private final PersonLinks links;
  private final ParticipantProviders providers;
  private final Notices notices;
  private final Names names;

  ConsentPages(
      PersonConsents consents,
      PersonLinks links,
      ParticipantProviders providers,
      Notices notices,
      Participants participants) {
    this.consents = consents;
    this.links = links;
    this.providers = providers;
    this.notices = notices;
    this.names = new Names(participants);
  }

  /** Follows a request link: first the accounts, then the question. */
  Reply asked(Visit visit) {
    String token = visit.parameter("token");
    Optional<ConsentGrant> asked = consents.asked(visit.person(), token);
    if (asked.isEmpty()) {
      return gone(visit);
    }
    Set<String> missing = missing(visit, asked.get());
    if (!missing.isEmpty()) {
      return Pages.links(linkPage(visit, missing));
    }
    return switch (consents.open(visit.person(), token).result()) {
      case ConsentOutcome.Changed(Consent consent) ->
          Reply.seeOther("/console/consents/" + consent.subjectReference());
      case ConsentOutcome.NotLinked other -> Pages.failed(visit, 409, "failed.conflict");
      case ConsentOutcome.WrongState other -> Pages.failed(visit, 409, "failed.conflict");
      case ConsentOutcome.TooMany other -> Pages.failed(visit, 409, "failed.conflict");
      case ConsentOutcome.AlreadyOver other -> gone(visit);
      case ConsentOutcome.Invalid other -> gone(visit);
      case ConsentOutcome.NotFound other -> gone(visit);
    };
  }

  /** The question itself. */
  Reply requested(Visit visit) {
    Optional<Consent> consent =
        consents
            .find(visit.person(), visit.parameter("ref"))
            .filter(found -> found.state() == ConsentState.REQUESTED)
            .filter(found -> visit.now().isBefore(found.terms().validUntil()));
    return consent.isEmpty()
        ? gone(visit)
        : Pages.consent(page(visit, consent.get(), SeparateConsents.NONE, ""));
  }

  Reply answer(Visit visit) {
    String reference = visit.parameter("ref");
    Optional<Consent> consent = consents.find(visit.person(), reference);
    if (consent.isEmpty()) {
      return gone(visit);
    }
    if (consent.get().state() != ConsentState.REQUESTED) {
      return Pages.failed(visit, 409, "failed.conflict");
    }
    // Another page may have changed the language since: what counts is what this one showed.
    String language = visit.form().getOrDefault("language", "");
    if (!Texts.of(language).language().equals(language)) {
      return Pages.failed(visit, 400, "failed.form");
    }
    return switch (visit.form().getOrDefault("answer", "")) {
      case "deny" ->
          said(visit, consents.deny(visit.person(), reference, language).result(), "answer.denied");
      case "grant" -> grant(visit.in(language), consent.get());
      default -> Pages.failed(visit, 400, "failed.form");
    };
  }

  /** Without the person's own yes to the recipient, nothing could ever be shared: so it is said. */
  private Reply grant(Visit visit, Consent consent) {
    SeparateConsents given = given(visit);
    if (consent.terms().separate().recipient() && !given.recipient()) {
      String recipient = names.of(consent.terms().consumer(), visit.texts());
      return Pages.consent(
          page(visit, consent, given, visit.texts().get("fault.recipient", recipient)));
    }
    return said(
        visit,
        consents
            .accept(visit.person(), consent.subjectReference(), given, visit.texts().language())
            .result(),
        "answer.granted");
  }

  private static SeparateConsents given(Visit visit) {
    return new SeparateConsents(
        visit.form().containsKey("recipient"),
        visit.form().containsKey("sensitive"),
        visit.form().containsKey("abroad"),
        visit.form().containsKey("guardian"));
  }

  private static Reply said(Visit visit, ConsentOutcome outcome, String text) {
    if (!(outcome instanceof ConsentOutcome.Changed)) {
      return Pages.failed(visit, 409, "failed.conflict");
    }
    Texts t = visit.texts();
    return Pages.message(200, new MessagePage(visit.frame(t.get(text)), t.get("rights.text")));
  }

  private ConsentPage page(Visit visit, Consent consent, SeparateConsents ticked, String fault) {
    Notice notice =
        notices
            .find(
                new NoticeReference(
                    consent.notice().id(), consent.notice().version(), visit.texts().language()))
            .orElseThrow();
    return new ConsentQuestion(visit, consent, names, notices).page(notice, ticked, fault);
  }

  private Set<String> missing(Visit visit, ConsentGrant asked) {
    Set<String> missing = new TreeSet<>(asked.providers());
    missing.add(asked.consumer());
    missing.removeAll(
        links.list(visit.person()).stream().map(Link::participant).collect(Collectors.toSet()));
    return missing;
  }

  private LinkPage linkPage(Visit visit, Set<String> missing) {
    return new LinkPage(
        visit.frame(visit.texts().get("link.title")),
        missing.stream()
            .map(
                id ->
                    new LinkPage.Place(
                        names.of(id, visit.texts()),
                        providers.find(id).isEmpty() ? "" : visit.linkAddress(id, visit.path())))
            .toList());
  }

  private static Reply gone(Visit visit) {
    Texts t = visit.texts();
    return Pages.message(
        404, new MessagePage(visit.frame(t.get("gone.title")), t.get("gone.text")));
  }
}
