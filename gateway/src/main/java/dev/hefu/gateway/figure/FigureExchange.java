package dev.hefu.gateway.figure;

import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.EvidenceLog.KeptAnswer;
import dev.hefu.gateway.evidence.ExchangeClaim;
import dev.hefu.gateway.exchange.Commit;
import dev.hefu.gateway.exchange.ExchangeOutcome;
import dev.hefu.gateway.exchange.ProviderAnswer;
import dev.hefu.gateway.exchange.ProviderCalls;
import dev.hefu.gateway.exchange.RequestDigest;
import dev.hefu.gateway.exchange.SchemaAlarm;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PermittedCell;
import dev.hefu.policy.decision.PolicyEngine;
import dev.hefu.policy.figure.FigureAnswers;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.figure.Question;
import dev.hefu.policy.figure.Tally;
import dev.hefu.policy.figure.TallyReading;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.CandidateSearch;
import dev.hefu.policy.input.InputText;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.dataset.Axis;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import dev.hefu.schemas.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One question about groups from its parsed form to its durable outcome, as {@link
 * dev.hefu.gateway.exchange.Exchange} is for one person. {@link #attempt} shows all the steps.
 *
 * <p>Committing the evidence is what releases the answer: the commit looks whether everybody who
 * was counted still stands. If somebody revoked in between, or another node answered the question
 * first, it is decided and counted once more.
 */
public final class FigureExchange {
  /** One for the facts as they were found, one for what they became meanwhile. */
  private static final int ATTEMPTS = 2;

  private final Parts parts;
  private final Clock clock;

  /** What a question is answered with. */
  public record Parts(
      DSLContext database,
      Participants participants,
      Datasets datasets,
      CandidateSearch search,
      People people,
      PolicyEngine policy,
      CountRequests requests,
      ProviderCalls providers,
      SchemaAlarm alarm,
      FigureSeal seal,
      Commit commit) {}

  /**
   * @param clock of this node; it dates leaves, while validity is judged by the database's
   */
  public FigureExchange(Parts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * Answers one question.
   *
   * @param consumer the authenticated caller
   * @param idempotencyKey the caller's name for this request
   */
  public ExchangeOutcome run(String consumer, FigureRequest request, String idempotencyKey) {
    ExchangeOutcome outcome = attempt(consumer, request, idempotencyKey);
    for (int attempt = 1; attempt < ATTEMPTS && stateChanged(outcome); attempt++) {
      outcome = attempt(consumer, request, idempotencyKey);
    }
    return outcome;
  }

  private static boolean stateChanged(ExchangeOutcome outcome) {
    return outcome instanceof ExchangeOutcome.Refused refused
        && refused.code() == ErrorCode.STATE_CHANGED;
  }

  private ExchangeOutcome attempt(String consumer, FigureRequest request, String idempotencyKey) {
    Instant now = clock.instant();
    Optional<Participant> caller = parts.participants().find(consumer);
    Optional<Participant> provider = parts.participants().find(request.provider());
    if (caller.isEmpty() || provider.isEmpty()) {
      return ExchangeOutcome.Refused.early(
          ErrorCode.PARTICIPANT_UNKNOWN,
          "no participant is called " + (caller.isEmpty() ? consumer : request.provider()));
    }
    Optional<Dataset> dataset =
        parts.datasets().find(request.provider(), request.dataset(), request.version());
    if (dataset.isEmpty()) {
      return ExchangeOutcome.Refused.early(
          ErrorCode.DATASET_UNKNOWN,
          "%s publishes no %s %d"
              .formatted(request.provider(), request.dataset(), request.version()));
    }
    return switch (AskedFigure.fields(dataset.get(), request.by())) {
      case AskedFigure.Fields.Refused(String detail) ->
          ExchangeOutcome.Refused.early(ErrorCode.INVALID_REQUEST, detail);
      case AskedFigure.Fields.Found(List<Axis> axes) ->
          decide(
              new AskedFigure(
                  caller.get(),
                  provider.get(),
                  dataset.get(),
                  axes,
                  request,
                  idempotencyKey,
                  RequestDigest.of(request),
                  now));
    };
  }

  private ExchangeOutcome decide(AskedFigure asked) {
    RoundTrip reading = new RoundTrip();
    Supplier<Optional<KeptAnswer>> earlier =
        EvidenceLog.keptAnswer(reading, asked.consumer().id(), asked.idempotencyKey());
    Supplier<Candidate> found =
        parts
            .search()
            .search(
                reading,
                parts.database(),
                asked.at(),
                asked.ask(),
                List.of(asked.scope().category()));
    Supplier<List<People.Person>> covered =
        parts.people().search(reading, asked.scope(), Tally.SMALLEST_GROUP, asked.at());
    reading.send(parts.database());
    Optional<KeptAnswer> kept = earlier.get();
    if (kept.isPresent() && !kept.get().requestDigest().equals(asked.requestDigest())) {
      return ExchangeOutcome.Refused.keyReused(asked.idempotencyKey());
    }
    List<People.Person> people = covered.get();
    InputText input = asked.input(found.get(), people);
    DecidedFigure decided =
        new DecidedFigure(asked, found.get(), people, input, parts.policy().decide(input));
    // The commit would refuse it too, but only after a suspended provider was told who consented.
    if (asked.consumer().suspended() || asked.provider().suspended()) {
      return refuse(decided, ErrorCode.PARTICIPANT_SUSPENDED);
    }
    return switch (decided.ruling().decision()) {
      case Decision.Deny deny -> refuse(decided, deny.reasons().getFirst());
      case Decision.Unavailable unavailable -> refuse(decided, ErrorCode.POLICY_UNAVAILABLE);
      case Decision.Permit permit -> permitted(decided, permit, kept.isPresent());
    };
  }

  private ExchangeOutcome permitted(DecidedFigure decided, Decision.Permit permit, boolean replay) {
    AskedFigure asked = decided.asked();
    // Nobody can approve a figure: rules that want it approved permit nothing.
    if (permit.obligations().approval()) {
      return refuse(decided, ErrorCode.NOT_PERMITTED);
    }
    if (!asked.axes().stream().allMatch(axis -> mayBeAsked(axis, permit.cells()))) {
      return refuse(decided, ErrorCode.NOT_PERMITTED);
    }
    if (decided.people().size() > People.MAX) {
      return ExchangeOutcome.Refused.early(
          ErrorCode.INVALID_REQUEST, "more than " + People.MAX + " persons would be counted");
    }
    UUID agreement = Objects.requireNonNull(decided.candidate().agreement()).id();
    Question question = asked.question(agreement, permit.obligations().smallestGroup());
    if (replay) {
      return commit(decided, proposal(question, "", List.of(), true), null);
    }
    Optional<String> stored = FigureAnswers.find(parts.database(), question);
    if (stored.isPresent()) {
      String envelope = parts.seal().seal(decided, permit.obligations(), stored.get());
      return commit(decided, proposal(question, stored.get(), List.of(), true), envelope);
    }
    return count(decided, permit, question);
  }

  /** As it is, or under the very mask that the rules want. */
  private static boolean mayBeAsked(Axis axis, List<PermittedCell> permitted) {
    return permitted.stream()
        .anyMatch(
            cell ->
                cell.name().equals(axis.cell().name())
                    && (cell.mask() == null || cell.mask() == axis.mask()));
  }

  private static Proposal.Figure proposal(
      Question question, String answer, List<Personal> counted, boolean repeated) {
    return new Proposal.Figure(question.digest(), question.day(), answer, counted, repeated);
  }

  /** A new answer; none if it tells of a few persons together with one that was told before. */
  private ExchangeOutcome count(DecidedFigure decided, Decision.Permit permit, Question question) {
    CountedPeople.record(parts.database(), decided);
    ExchangeOutcome outcome =
        CountedPeople.differByFew(parts.database(), decided, question.smallestGroup())
            ? refuse(decided, ErrorCode.NOT_PERMITTED)
            : counted(decided, permit, question);
    if (outcome instanceof ExchangeOutcome.Refused) {
      CountedPeople.forget(parts.database(), decided.exchange());
    }
    return outcome;
  }

  /** Has the provider count, hides and rounds, seals and commits. */
  private ExchangeOutcome counted(
      DecidedFigure decided, Decision.Permit permit, Question question) {
    AskedFigure asked = decided.asked();
    String signed = parts.requests().signed(decided);
    return switch (parts.providers().fetch(asked.provider(), ProviderCalls.Wanted.COUNTS, signed)) {
      case ProviderAnswer.Failed(ErrorCode code, String detail) -> fail(decided, code, detail);
      case ProviderAnswer.Received(String text) ->
          switch (CountsReading.of(text, decided)) {
            case TallyReading.Refused(String reason) ->
                fail(decided, ErrorCode.PROVIDER_ANSWER_INVALID, reason);
            case TallyReading.Read read -> {
              if (read.strays() > 0) {
                parts.alarm().groups(asked.provider().id(), asked.dataset(), read.strays());
              }
              Figures told = read.tally().told(question);
              yield release(decided, permit, question, told);
            }
          };
    };
  }

  private ExchangeOutcome release(
      DecidedFigure decided, Decision.Permit permit, Question question, Figures told) {
    String text = new String(CanonicalJson.bytes(MessageCodec.tree(told)), StandardCharsets.UTF_8);
    String envelope = parts.seal().seal(decided, permit.obligations(), text);
    List<Personal> counted = decided.people().stream().map(People.Person::seen).toList();
    return commit(decided, proposal(question, text, counted, false), envelope);
  }

  private ExchangeOutcome commit(
      DecidedFigure decided, Proposal.Figure proposal, @Nullable String envelope) {
    return parts
        .commit()
        .of(
            new ExchangeClaim(
                decided.claim(proposal),
                new Verdict.Permit(),
                verdict -> decided.draft(verdict, envelope),
                envelope),
            decided::withheld);
  }

  private ExchangeOutcome refuse(DecidedFigure decided, ErrorCode reason) {
    return parts
        .commit()
        .of(
            new ExchangeClaim(
                decided.claim(new Proposal.Deny(reason)),
                decided.refusal(reason),
                verdict -> decided.draft(verdict, null),
                null),
            decided::withheld);
  }

  private ExchangeOutcome fail(DecidedFigure decided, ErrorCode code, String detail) {
    return refuse(decided, code) instanceof ExchangeOutcome.Refused refused
            && refused.code() == code
        ? new ExchangeOutcome.Refused(code, detail, refused.exchange(), refused.evidence())
        : ExchangeOutcome.Refused.early(code, detail);
  }
}
