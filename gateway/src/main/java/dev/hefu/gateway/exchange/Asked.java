package dev.hefu.gateway.exchange;

import dev.hefu.gateway.participant.Participant;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A request whose provider and dataset exist.
 *
 * @param proof gives the caller's proof of possession to the commit
 */
record Asked(
    Participant consumer,
    Supplier<Proof> proof,
    Participant provider,
    Dataset dataset,
    ExchangeRequest request,
    String idempotencyKey,
    String requestDigest,
    Instant at) {

  Ask ask() {
    return new Ask(
        consumer.id(),
        provider.id(),
        new DatasetVersion(dataset.name(), dataset.version()),
        request.purpose(),
        request.tier(),
        request.subject(),
        request.consent());
  }

  DecisionInput input(Candidate candidate) {
    return new DecisionInput(
        at, ask(), candidate, dataset.cells(), goesAbroad(), candidate.minorAt(at));
  }

  /** Whether what the provider gives leaves its country. */
  private boolean goesAbroad() {
    return !consumer.country().equals(provider.country());
  }
}
