package dev.hefu.gateway.person;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.gateway.participant.Datasets.Offered;
import dev.hefu.gateway.webhook.Webhooks;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentRequests;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.PastState;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.dataset.RecordScope.ValueFilter;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.webhook.ConsumerTold;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A person's consents, whether they come by the API or by the consent page: every change is made
 * under the log's lock and leaves its leaves.
 */
public final class PersonConsents {
  /** More versions and datasets than a provider offers. */
  private static final int MAX_OFFERED = 1_000;

  private final DSLContext database;
  private final Committer committer;
  private final ConsentLedger consents;
  private final LinkLedger links;
  private final ConsentRequests requests;
  private final Datasets datasets;
  private final Notices notices;

  public PersonConsents(
      DSLContext database,
      Committer committer,
      ConsentLedger consents,
      LinkLedger links,
      Datasets datasets,
      Notices notices) {
    this.database = database;
    this.committer = committer;
    this.consents = consents;
    this.links = links;
    this.requests = new ConsentRequests(consents);
    this.datasets = datasets;
    this.notices = notices;
  }

  /** Grants at once, on the person's own initiative. */
  public Committed<ConsentOutcome> grant(UUID person, ConsentGrant grant) {
    return made(
        grant, notice -> (tx, now, terms) -> consents.grant(tx, now, person, terms, notice));
  }

  /**
   * Keeps a provider's word that a person agreed elsewhere. Of whom the provider has not, or who
   * has no account at the consumer, is {@link ConsentOutcome.NotLinked}: both take the same way,
   * and leave the same leaf.
   */
  public Committed<ConsentOutcome> attest(String provider, ConsentAttestation attested) {
    ConsentGrant grant = attested.consent();
    return made(
        grant,
        notices.find(grant.notice()),
        notice ->
            (tx, now, terms) -> {
              UUID person =
                  links.subject(tx, provider, attested.subject()).orElseGet(UUID::randomUUID);
              return consents.attest(tx, now, person, terms, notice, attested.evidence());
            },
        (outcome, now) ->
            outcome instanceof ConsentOutcome.NotLinked
                ? new Changed<>(
                    outcome, List.of(ConsentLeaves.notAttested(provider, grant.consumer(), now)))
                : ConsentLeaves.of(outcome, now));
  }

  /** A participant says that the person was told of an attested consent. */
  public Committed<ConsentOutcome> told(String participant, String reference) {
    return committer.change(
        (tx, now) -> ConsentLeaves.of(consents.told(tx, now, participant, reference), now));
  }

  /** Why it can be asked for of nobody, in one clause; empty if it can. */
  public Optional<String> fault(ConsentGrant asked) {
    return Optional.ofNullable(faultOf(asked)).or(() -> contradiction(asked, Instant.now()));
  }

  /** A request that no person could grant today. */
  private static Optional<String> contradiction(ConsentGrant asked, Instant now) {
    try {
      return now.isBefore(ConsentForms.terms(asked, now).validUntil())
          ? Optional.empty()
          : Optional.of("validUntil: is over");
    } catch (IllegalArgumentException contradiction) {
      return Optional.of(String.valueOf(contradiction.getMessage()));
    }
  }

  /** A new link for a request without fault. */
  public ConsentRequests.Made ask(ConsentGrant asked) {
    String document = new String(MessageCodec.bytes(asked), StandardCharsets.UTF_8);
    return database.transactionResult(
        tx -> requests.make(tx.dsl(), Instant.now(), asked.consumer(), document));
  }

  /** What is asked for under a link that this person may open; empty if there is none. */
  public Optional<ConsentGrant> asked(UUID person, String token) {
    return requests
        .find(database, Instant.now(), person, token)
        .map(kept -> StrictJson.trusted(kept.document().getBytes(StandardCharsets.UTF_8)))
        .map(json -> MessageCodec.answer(json, ConsentGrant.class));
  }

  /** The consent that the person has made of a link by opening it; empty if they have not. */
  public Optional<Consent> opened(UUID person, String token) {
    return requests.opened(database, Instant.now(), person, token);
  }

  /**
   * Opens a link: the request becomes this person's, to be granted or denied. What they are shown
   * is the notice in force now, whichever was when they were asked. Who opens it in two places at
   * once finds one consent in both.
   */
  public Committed<ConsentOutcome> open(UUID person, String token) {
    Optional<Consent> before = opened(person, token);
    if (before.isPresent()) {
      return unchanged(new ConsentOutcome.Changed(before.get()));
    }
    Optional<ConsentGrant> asked = asked(person, token);
    if (asked.isEmpty()) {
      return unchanged(new ConsentOutcome.NotFound());
    }
    NoticeReference named = asked.get().notice();
    Committed<ConsentOutcome> made =
        made(
            asked.get(),
            notices.newest(named.id(), named.language()),
            notice -> (tx, now, terms) -> requests.open(tx, now, person, token, terms, notice));
    return made.result() instanceof ConsentOutcome.NotFound
        ? opened(person, token)
            .map(elsewhere -> unchanged(new ConsentOutcome.Changed(elsewhere)))
            .orElse(made)
        : made;
  }

  /**
   * Grants what was requested.
   *
   * @param language in which the notice was shown
   */
  public Committed<ConsentOutcome> accept(
      UUID person, String reference, SeparateConsents given, String language) {
    Optional<Notice> shown = shown(person, reference, language);
    if (shown.isEmpty()) {
      return unchanged(new ConsentOutcome.NotFound());
    }
    return committer.change(
        (tx, now) ->
            ConsentLeaves.of(
                consents.accept(tx, now, person, reference, given, ConsentForms.shown(shown.get())),
                now));
  }

  /**
   * Denies what was requested.
   *
   * @param language in which the notice was shown
   */
  public Committed<ConsentOutcome> deny(UUID person, String reference, String language) {
    return shown(person, reference, language)
        .map(ConsentForms::shown)
        .map(notice -> changed((tx, now) -> consents.deny(tx, now, person, reference, notice)))
        .orElseGet(() -> unchanged(new ConsentOutcome.NotFound()));
  }

  /** The notice of a consent in another language; its version is that of the consent. */
  private Optional<Notice> shown(UUID person, String reference, String language) {
    return find(person, reference)
        .map(Consent::notice)
        .map(notice -> new NoticeReference(notice.id(), notice.version(), language))
        .flatMap(notices::find);
  }

  /** Pauses. */
  public Committed<ConsentOutcome> pause(UUID person, String reference) {
    return toldChange((tx, now) -> consents.pause(tx, now, person, reference));
  }

  /** Resumes. */
  public Committed<ConsentOutcome> resume(UUID person, String reference) {
    return toldChange((tx, now) -> consents.resume(tx, now, person, reference));
  }

  /** Revokes for ever. */
  public Committed<ConsentOutcome> revoke(UUID person, String reference) {
    return toldChange((tx, now) -> consents.revoke(tx, now, person, reference));
  }

  /** The consent that the person calls by this reference; empty if there is none. */
  public Optional<Consent> find(UUID person, String reference) {
    return consents.ofSubject(database, person, reference);
  }

  /** Every state that a consent has come into, oldest first. */
  public List<PastState> states(Consent consent) {
    return PastState.of(database, consent);
  }

  /** What the consumers of these consents were told last; without those of which nothing. */
  public Map<UUID, ConsumerTold> told(List<Consent> own) {
    return Webhooks.ofConsents(database, own.stream().map(Consent::id).toList());
  }

  /** A page of the person's consents, newest first; see {@link ConsentLedger#ofSubject}. */
  public List<Consent> list(UUID person, @Nullable String after, int limit) {
    return consents.ofSubject(database, person, after, limit);
  }

  /** A change of state. */
  private interface StateChange {
    ConsentOutcome apply(DSLContext tx, Instant now);
  }

  private Committed<ConsentOutcome> changed(StateChange change) {
    return committer.change((tx, now) -> ConsentLeaves.of(change.apply(tx, now), now));
  }

  /** One that the consumer is told of. */
  private Committed<ConsentOutcome> toldChange(StateChange change) {
    return changed(
        (tx, now) -> {
          ConsentOutcome outcome = change.apply(tx, now);
          if (outcome instanceof ConsentOutcome.Changed(Consent consent)) {
            Webhooks.tell(tx, now, List.of(consent));
          }
          return outcome;
        });
  }

  /** How terms become a consent. */
  private interface Opening {
    ConsentOutcome open(DSLContext tx, Instant now, ConsentTerms terms);
  }

  private Committed<ConsentOutcome> made(
      ConsentGrant grant, Function<dev.hefu.policy.consent.Notice, Opening> opening) {
    return made(grant, notices.find(grant.notice()), opening);
  }

  private Committed<ConsentOutcome> made(
      ConsentGrant grant,
      Optional<Notice> shown,
      Function<dev.hefu.policy.consent.Notice, Opening> opening) {
    return made(grant, shown, opening, ConsentLeaves::of);
  }

  private Committed<ConsentOutcome> made(
      ConsentGrant grant,
      Optional<Notice> shown,
      Function<dev.hefu.policy.consent.Notice, Opening> opening,
      BiFunction<ConsentOutcome, Instant, Changed<ConsentOutcome>> leaves) {
    String fault = faultOf(grant);
    if (fault != null) {
      return unchanged(new ConsentOutcome.Invalid(fault));
    }
    Opening open = opening.apply(ConsentForms.shown(shown.orElseThrow()));
    return committer.change(
        (tx, now) -> {
          ConsentTerms terms;
          try {
            terms = ConsentForms.terms(grant, now);
          } catch (IllegalArgumentException contradiction) {
            return Changed.nothing(
                new ConsentOutcome.Invalid(String.valueOf(contradiction.getMessage())));
          }
          return leaves.apply(open.open(tx, now, terms), now);
        });
  }

  private @Nullable String faultOf(ConsentGrant grant) {
    if (notices.find(grant.notice()).isEmpty()) {
      return "notice: there is none of this id, version and language";
    }
    if (Notices.isOfPurpose(grant.notice().id())) {
      return "notice: %s says what a purpose means".formatted(grant.notice().id());
    }
    RecordScope scope = grant.records();
    if (scope != null) {
      for (ValueFilter filter : scope.only()) {
        if (grant.providers().stream().noneMatch(provider -> enumerates(provider, filter))) {
          return "records: no provider's %s enumerates %s for %s"
              .formatted(filter.dataset(), filter.values(), filter.field());
        }
      }
    }
    return null;
  }

  private boolean enumerates(String provider, ValueFilter filter) {
    return datasets.list(provider, null, MAX_OFFERED).offered().stream()
        .map(Offered::dataset)
        .filter(dataset -> dataset.name().equals(filter.dataset()))
        .anyMatch(dataset -> dataset.enumerated(filter.field()).containsAll(filter.values()));
  }

  private static Committed<ConsentOutcome> unchanged(ConsentOutcome outcome) {
    return new Committed<>(outcome, List.of());
  }
}
