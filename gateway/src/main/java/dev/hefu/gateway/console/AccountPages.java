package dev.hefu.gateway.console;

import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.gateway.console.page.AccountPage;
import dev.hefu.gateway.console.page.AccountPage.Account;
import dev.hefu.gateway.console.page.AccountPage.Agreement;
import dev.hefu.gateway.console.page.AccountPage.Used;
import dev.hefu.gateway.console.page.ReceiptPage;
import dev.hefu.gateway.console.page.Texts;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.PastExchange;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.person.ConsentReceipts;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.UnlinkOutcome;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.webhook.ConsumerTold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A person's account: what they see of links, consents and uses, and how they end them. */
final class AccountPages {
  /** What a phone shows without getting slow; older ones are a step away. */
  private static final int ON_A_PAGE = 50;

  private final PersonConsents consents;
  private final ConsentReceipts receipts;
  private final PersonLinks links;
  private final EvidenceLog log;
  private final Names names;
  private final Notices notices;

  AccountPages(
      PersonConsents consents,
      ConsentReceipts receipts,
      PersonLinks links,
      EvidenceLog log,
      Participants participants,
      Notices notices) {
    this.consents = consents;
    this.receipts = receipts;
    this.links = links;
    this.log = log;
    this.names = new Names(participants);
    this.notices = notices;
  }

  Reply show(Visit visit) {
    Texts t = visit.texts();
    String after = matching(visit, "consents", "[a-z2-7]{26}");
    String before = matching(visit, "uses", "\\d{1,18}");
    List<Consent> held = consents.list(visit.person(), after.isEmpty() ? null : after, ON_A_PAGE);
    Map<UUID, ConsumerTold> told = consents.told(held);
    List<PastExchange> uses =
        log.ofSubject(
            visit.person(), before.isEmpty() ? Long.MAX_VALUE : Long.parseLong(before), ON_A_PAGE);
    return Pages.account(
        new AccountPage(
            visit.frame(t.get("account")),
            links.list(visit.person()).stream().map(link -> account(link, t)).toList(),
            held.stream()
                .map(consent -> agreement(consent, told.get(consent.id()), visit))
                .toList(),
            uses.stream().map(use -> used(use, t)).toList(),
            held.size() < ON_A_PAGE ? "" : here(held.getLast().subjectReference(), before),
            uses.size() < ON_A_PAGE ? "" : here(after, uses.getLast().index() + "")));
  }

  /** What the receipt of a consent says, and where the receipt itself is. */
  Reply receipt(Visit visit) {
    Texts t = visit.texts();
    String reference = visit.parameter("ref");
    return consents
        .find(visit.person(), reference)
        .map(
            consent ->
                Pages.receipt(
                    new ReceiptPage(
                        visit.frame(t.get("receipt.title")),
                        agreement(consent, null, visit),
                        consents.states(consent).stream()
                            .map(
                                state ->
                                    new ReceiptPage.State(
                                        t.minute(state.changedAt()),
                                        t.get("state." + state.state())))
                            .toList(),
                        "/console/consents/" + reference + "/receipt.sd-jwt")))
        .orElseGet(() -> Pages.failed(visit, 404, "gone.text"));
  }

  /** The receipt, to keep. */
  Reply receiptFile(Visit visit) {
    String reference = visit.parameter("ref");
    return receipts
        .ofPerson(visit.person(), reference)
        .map(SignedReceipt::text)
        .map(text -> Reply.file("consent-" + reference + ".sd-jwt", "application/sd-jwt", text))
        .orElseGet(() -> Pages.failed(visit, 404, "gone.text"));
  }

  /** Pauses, resumes or ends a consent, in one step. */
  Reply act(Visit visit) {
    UUID person = visit.person();
    String reference = visit.parameter("ref");
    ConsentOutcome outcome =
        switch (visit.parameter("act")) {
          case "revoke" -> consents.revoke(person, reference).result();
          case "pause" -> consents.pause(person, reference).result();
          case "resume" -> consents.resume(person, reference).result();
          default -> new ConsentOutcome.NotFound();
        };
    return outcome instanceof ConsentOutcome.Changed
        ? Reply.seeOther("/console")
        : Pages.failed(visit, 409, "failed.conflict");
  }

  Reply unlink(Visit visit) {
    UUID link;
    try {
      link = UUID.fromString(visit.parameter("link"));
    } catch (IllegalArgumentException noId) {
      return Pages.failed(visit, 404, "gone.text");
    }
    return links.end(visit.person(), link).result() instanceof UnlinkOutcome.Unlinked
        ? Reply.seeOther("/console")
        : Pages.failed(visit, 409, "failed.conflict");
  }

  /** The account from these on; each list begins with the newest where its own is empty. */
  private static String here(String consents, String uses) {
    return "/console?consents=" + consents + "&uses=" + uses;
  }

  /** Empty unless it is what a link of ours has there. */
  private static String matching(Visit visit, String name, String form) {
    String value = visit.query().getOrDefault(name, "");
    return value.matches(form) ? value : "";
  }

  private Account account(Link link, Texts t) {
    return new Account(
        link.id().toString(),
        names.of(link.participant(), t),
        t.get("links.since", t.day(link.linkedAt())));
  }

  private Agreement agreement(Consent consent, @Nullable ConsumerTold told, Visit visit) {
    Texts t = visit.texts();
    ConsentState state = shown(consent, visit.now());
    ConsentTerms terms = consent.terms();
    String consumer = names.of(terms.consumer(), t);
    String providers =
        terms.providers().stream()
            .map(id -> names.of(id, t))
            .sorted()
            .collect(Collectors.joining(", "));
    String about =
        terms.categories().stream()
                .sorted()
                .map(category -> t.get("category." + category.code()))
                .collect(Collectors.joining(", "))
            + " · "
            + notices.purpose(terms.purpose(), t.language())
            + " · "
            + t.get("consents.until", t.day(terms.validUntil()));
    return new Agreement(
        consent.subjectReference(),
        t.get("consents.gives", providers, consumer),
        about,
        t.get("state." + state),
        told == null ? List.of() : ToldSentences.of(told, consumer, t),
        switch (state) {
          case REQUESTED -> List.of("answer");
          case GRANTED -> List.of("revoke", "pause");
          case PAUSED -> List.of("revoke", "resume");
          case DENIED, REVOKED, EXPIRED -> List.of();
        });
  }

  /** A request whose time is over can be answered no more, and nothing else becomes of it. */
  private static ConsentState shown(Consent consent, Instant now) {
    boolean over = !now.isBefore(consent.terms().validUntil());
    return over && consent.state() == ConsentState.REQUESTED
        ? ConsentState.EXPIRED
        : consent.state();
  }

  private Used used(PastExchange use, Texts t) {
    return new Used(
        t.minute(use.at()),
        names.of(use.parties().path("consumer").asText(), t),
        outcome(use, t) + ", " + t.get("uses.for", purpose(use, t)),
        t.get("uses.entry", use.index()));
  }

  private String purpose(PastExchange use, Texts t) {
    String code = use.legal().path("purpose").asText();
    return Purpose.of(code).map(known -> notices.purpose(known, t.language())).orElse(code);
  }

  private String outcome(PastExchange use, Texts t) {
    if (use.outcome().startsWith(PastExchange.BREAK_GLASS)) {
      return t.get("uses." + use.outcome());
    }
    if (use.outcome().startsWith(PastExchange.APPROVAL)) {
      return t.get(
          "uses." + use.outcome(),
          names.of(use.parties().path("provider").asText(), t),
          use.data().path("dataset").asText());
    }
    return switch (use.outcome()) {
      case "PERMIT" -> t.get("uses.permit", use.data().path("dataset").asText());
      case "replay" -> t.get("uses.replay");
      default -> t.get("uses.refused", title(use.outcome(), t));
    };
  }

  private static String title(String code, Texts t) {
    return ErrorCode.of(code)
        .map(known -> t.language().equals("zh") ? known.titleZh() : known.title())
        .orElse(code);
  }
}
