package dev.hefu.gateway.operation;

import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.person.ConsentForms;
import dev.hefu.gateway.person.ConsentReceipts;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ProviderConsents;
import dev.hefu.policy.fact.Balances;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.webhook.ConsumerTold;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A person's consents: granted, denied, paused, resumed, revoked; each change is a leaf. */
final class ConsentEndpoints {
  private static final String RECEIPT_TYPE = "application/sd-jwt";

  private final DSLContext database;
  private final PersonConsents persons;
  private final ConsentReceipts receipts;
  private final ConsentLedger consents;
  private final LinkLedger links;
  private final Participants participants;
  private final Notices notices;

  ConsentEndpoints(
      DSLContext database,
      PersonConsents persons,
      ConsentReceipts receipts,
      ConsentLedger consents,
      LinkLedger links,
      Participants participants,
      Notices notices) {
    this.database = database;
    this.persons = persons;
    this.receipts = receipts;
    this.consents = consents;
    this.links = links;
    this.participants = participants;
    this.notices = notices;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "grantConsent",
        this::grant,
        "listConsents",
        this::list,
        "readConsent",
        this::read,
        "acceptConsent",
        this::accept,
        "denyConsent",
        this::deny,
        "pauseConsent",
        call -> change(call, persons::pause),
        "resumeConsent",
        call -> change(call, persons::resume),
        "revokeConsent",
        call -> change(call, persons::revoke),
        "readConsentReceipt",
        this::receipt,
        "readNotice",
        this::notice);
  }

  private Answer grant(Call call) {
    ConsentGrant grant = call.message(ConsentGrant.class);
    checkNames(grant, participants, notices);
    checkNewest(grant, notices);
    ConsentView view = view(persons.grant(call.person(), grant));
    return Answer.created("/v1/consents/" + view.reference(), view);
  }

  /**
   * Checks that what a grant names exists.
   *
   * @throws Refusal if it does not
   */
  static void checkNames(ConsentGrant grant, Participants participants, Notices notices) {
    if (notices.find(grant.notice()).isEmpty()) {
      throw new Refusal(
          ErrorCode.NOT_FOUND,
          "there is no notice %s %d in %s"
              .formatted(grant.notice().id(), grant.notice().version(), grant.notice().language()));
    }
    grant.providers().forEach(id -> ParticipantActs.known(participants, id));
    ParticipantActs.known(participants, grant.consumer());
  }

  /**
   * Checks that a grant rests on the notice in force.
   *
   * @throws Refusal if a newer version was approved
   */
  static void checkNewest(ConsentGrant grant, Notices notices) {
    NoticeReference shown = grant.notice();
    notices
        .newest(shown.id(), shown.language())
        .filter(newest -> newest.version() != shown.version())
        .ifPresent(
            newest -> {
              throw new Refusal(
                  ErrorCode.CONFLICT,
                  "notice: version %d of %s is in force, not %d"
                      .formatted(newest.version(), shown.id(), shown.version()));
            });
  }

  private Answer accept(Call call) {
    ConsentAcceptance yes = call.message(ConsentAcceptance.class);
    return Answer.ok(
        view(
            persons.accept(
                call.person(),
                call.parameter("ref"),
                ConsentForms.separate(yes.flags()),
                yes.language())));
  }

  private Answer deny(Call call) {
    ConsentDenial no = call.message(ConsentDenial.class);
    return Answer.ok(view(persons.deny(call.person(), call.parameter("ref"), no.language())));
  }

  /** A change of state of one of the person's consents. */
  private interface StateChange {
    Committed<ConsentOutcome> apply(UUID person, String reference);
  }

  private static Answer change(Call call, StateChange change) {
    return Answer.ok(view(change.apply(call.person(), call.parameter("ref"))));
  }

  private Answer list(Call call) {
    String after = call.query().get("cursor");
    List<ConsentView> views =
        switch (call.caller()) {
          case Caller.Participant(String participant) ->
              asProvider(call)
                  ? ProviderConsents.list(database, participant, after, call.limit()).stream()
                      .map(named -> ofProvider(participant, named))
                      .toList()
                  : ofConsumer(
                      participant, consents.ofConsumer(database, participant, after, call.limit()));
          case null, default -> ofPerson(persons.list(call.person(), after, call.limit()));
        };
    return Answer.ok(call.page(views, ConsentView::reference, Function.identity()));
  }

  private Answer read(Call call) {
    String reference = call.parameter("ref");
    Optional<ConsentView> found =
        call.caller() instanceof Caller.Participant(String participant)
            ? ofParticipant(participant, reference)
            : consents
                .ofSubject(database, call.person(), reference)
                .map(consent -> ofPerson(List.of(consent)).getFirst());
    return found.map(Answer::ok).orElseThrow(ConsentEndpoints::notFound);
  }

  private Optional<ConsentView> ofParticipant(String participant, String reference) {
    return consents
        .ofConsumer(database, participant, reference)
        .map(consent -> ofConsumer(participant, List.of(consent)).getFirst())
        .or(
            () ->
                ProviderConsents.find(database, participant, reference)
                    .map(named -> ofProvider(participant, named)));
  }

  private static boolean asProvider(Call call) {
    return "provider".equals(call.query().get("role"));
  }

  private List<ConsentView> ofPerson(List<Consent> own) {
    Map<UUID, List<Balance>> budgets = budgets(own);
    Map<UUID, ConsumerTold> told = persons.told(own);
    return own.stream()
        .map(
            consent -> ConsentViews.ofPerson(consent, of(consent, budgets), told.get(consent.id())))
        .toList();
  }

  private List<ConsentView> ofConsumer(String consumer, List<Consent> own) {
    Map<UUID, List<Balance>> budgets = budgets(own);
    return own.stream()
        .map(
            consent ->
                ConsentViews.ofConsumer(consent, localId(consumer, consent), of(consent, budgets)))
        .toList();
  }

  private Map<UUID, List<Balance>> budgets(List<Consent> own) {
    return Balances.ofConsents(database, own.stream().map(Consent::id).toList());
  }

  private static List<dev.hefu.schemas.message.Balance> of(
      Consent consent, Map<UUID, List<Balance>> budgets) {
    return BalanceForm.of(budgets.getOrDefault(consent.id(), List.of()));
  }

  private ConsentView ofProvider(String provider, ProviderConsents.Named named) {
    return ConsentViews.ofProvider(
        named.consent(), named.reference(), localId(provider, named.consent()));
  }

  /** Null where the person has ended the link of that time: nobody is known by its id any more. */
  private @Nullable String localId(String participant, Consent consent) {
    return links
        .localId(database, participant, consent.subject(), consent.createdAt())
        .orElse(null);
  }

  private Answer receipt(Call call) {
    String reference = call.parameter("ref");
    Optional<SignedReceipt> receipt =
        call.caller() instanceof Caller.Participant(String participant)
            ? receipts.ofParticipant(participant, reference)
            : receipts.ofPerson(call.person(), reference);
    return receipt
        .map(made -> Answer.of(RECEIPT_TYPE, made.text().getBytes(StandardCharsets.US_ASCII)))
        .orElseThrow(ConsentEndpoints::notFound);
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.NOT_FOUND, "you have no consent of this reference");
  }

  private Answer notice(Call call) {
    String id = call.parameter("id");
    return Answer.ok(
        notices
            .find(id, call.query().get("version"), call.query().get("language"))
            .orElseThrow(() -> new Refusal(ErrorCode.NOT_FOUND, "there is no such notice " + id)));
  }

  /**
   * The person's view of a consent that changed.
   *
   * @throws Refusal if it did not
   */
  static ConsentView view(Committed<ConsentOutcome> committed) {
    Consent consent = changed(committed.result());
    return ConsentViews.ofPerson(
        consent, committed.evidence().isEmpty() ? null : committed.evidence().getFirst());
  }

  /**
   * The consent that changed.
   *
   * @throws Refusal if it did not
   */
  static Consent changed(ConsentOutcome outcome) {
    return switch (outcome) {
      case ConsentOutcome.Changed(Consent consent) -> consent;
      case ConsentOutcome.NotFound() -> throw notFound();
      case ConsentOutcome.NotLinked(String participant) ->
          throw new Refusal(ErrorCode.CONFLICT, "you have no link with " + participant);
      case ConsentOutcome.AlreadyOver() ->
          throw new Refusal(
              ErrorCode.INVALID_REQUEST, "the consent would be over before it begins");
      case ConsentOutcome.Invalid(String detail) ->
          throw new Refusal(ErrorCode.INVALID_REQUEST, detail);
      case ConsentOutcome.WrongState(var state) ->
          throw new Refusal(ErrorCode.CONFLICT, "the consent is " + state + " already or for ever");
      case ConsentOutcome.TooMany(int limit) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "you hold " + limit + " consents that have not ended, the limit");
    };
  }
}
