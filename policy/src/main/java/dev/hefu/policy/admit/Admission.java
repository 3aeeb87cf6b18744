package dev.hefu.policy.admit;

import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.consent.Frequency;
import dev.hefu.schemas.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of claims over facts that were read after the lock: pure, in batch order, without
 * a clock or I/O. Idempotency comes before budgets and one-time use. Refusing one claim never
 * changes another's verdict. Of several refusals the first in the order of {@link ErrorCode} is
 * given.
 */
public final class Admission {
  private final Facts facts;
  private final Map<IdempotencyKey, Earlier> permittedHere = new HashMap<>();
  private final Map<UUID, ConsentUse> uses = new LinkedHashMap<>();

  private Admission(Facts facts) {
    this.facts = facts;
  }

  /** The verdicts on the claims, in their order, and the uses that they cause. */
  public static Admitted admit(Facts facts, List<Claim> claims) {
    Admission admission = new Admission(facts);
    List<Verdict> verdicts = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      verdicts.add(admission.admit(claim));
    }
    return new Admitted(List.copyOf(verdicts), List.copyOf(admission.uses.values()));
  }

  private Verdict admit(Claim claim) {
    IdempotencyKey key = claim.key();
    Earlier earlier = key == null ? null : earlier(key);
    if (earlier != null && !earlier.requestDigest().equals(claim.requestDigest())) {
      return new Verdict.KeyConflict(earlier.exchange());
    }
    return switch (claim.proposal()) {
      case Proposal.Deny deny -> new Verdict.Deny(Disclosure.told(deny.reason(), claim.cited()));
      case Proposal.Permit permit -> admitPermit(claim, key, earlier);
    };
  }

  private Verdict admitPermit(
      Claim claim, @Nullable IdempotencyKey key, @Nullable Earlier earlier) {
    Refusals refusals = new Refusals(facts, claim);
    if (earlier == null) {
      refusals.add(spent(claim));
    }
    ErrorCode first = refusals.first();
    if (first != null) {
      return new Verdict.Deny(Disclosure.told(first, claim.cited()));
    }
    if (earlier != null) {
      return new Verdict.Replay(earlier.exchange(), index(earlier));
    }
    spend(claim);
    if (key != null) {
      permittedHere.put(key, new Earlier(claim.exchange(), IN_THIS_BATCH, claim.requestDigest()));
    }
    return new Verdict.Permit();
  }

  /** Stands for the index of a leaf that this batch has not appended yet. */
  private static final long IN_THIS_BATCH = -1;

  private @Nullable Earlier earlier(IdempotencyKey key) {
    Earlier kept = facts.idempotency().get(key);
    return kept == null ? permittedHere.get(key) : kept;
  }

  private static OptionalLong index(Earlier earlier) {
    return earlier.leafIndex() == IN_THIS_BATCH
        ? OptionalLong.empty()
        : OptionalLong.of(earlier.leafIndex());
  }

  private @Nullable ErrorCode spent(Claim claim) {
    ConsentFact consent = consent(claim);
    if (consent == null) {
      return null;
    }
    ConsentUse use = use(consent);
    if (consent.mode() == ConsentMode.ONE_TIME && use.total() > 0) {
      return ErrorCode.CONSENT_USED;
    }
    Frequency frequency = consent.frequency();
    if (frequency != null && use.windowUsed() >= frequency.limit()) {
      return ErrorCode.BUDGET_EXCEEDED;
    }
    return null;
  }

  private void spend(Claim claim) {
    ConsentFact consent = consent(claim);
    if (consent != null) {
      ConsentUse use = use(consent);
      uses.put(
          use.consent(),
          new ConsentUse(
              use.consent(),
              use.total() + 1,
              use.windowStart(),
              use.windowUsed() + 1,
              facts.now()));
    }
  }

  private @Nullable ConsentFact consent(Claim claim) {
    Personal personal = claim.seen().personal();
    return personal == null ? null : facts.consents().get(personal.consent().id());
  }

  /** The uses so far, this batch's included, counted in the window of now. */
  private ConsentUse use(ConsentFact consent) {
    UUID id = consent.seen().id();
    Instant start = windowStart(consent);
    ConsentUse use = uses.getOrDefault(id, consent.use());
    if (use == null) {
      return new ConsentUse(id, 0, start, 0, facts.now());
    }
    return use.windowStart().isBefore(start)
        ? new ConsentUse(id, use.total(), start, 0, use.lastAt())
        : use;
  }

  private Instant windowStart(ConsentFact consent) {
    Frequency frequency = consent.frequency();
    return frequency == null
        ? consent.validFrom()
        : frequency.windowStart(consent.validFrom(), facts.now());
  }
}
