package dev.hefu.policy.fact;

import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.claim.IdempotencyKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that verdicts rest on, read after the lock of the log's head row was taken. What is
 * not in a map does not exist.
 *
 * @param now the database's clock, read after the lock
 * @param idempotency the keys of the batch that already stand for a permitted exchange
 * @param rules the rules in force and those before them, by their revision
 * @param figures what figures rest on
 * @param proofs what is known of the proofs of possession that came with the batch
 * @param approvals what providers said last of what the batch needs their approval for
 */
public record Facts(
    Instant now,
    Map<UUID, ConsentFact> consents,
    Map<UUID, LinkFact> links,
    Map<UUID, AgreementFact> agreements,
    Map<String, ParticipantFact> participants,
    Map<IdempotencyKey, Earlier> idempotency,
    Map<String, RulesFact> rules,
    FigureFacts figures,
    ProofFacts proofs,
    Map<ApprovalKey, Approval> approvals) {
  /** Facts where nobody asks for figures, proves anything or needs an approval. */
  public Facts(
      Instant now,
      Map<UUID, ConsentFact> consents,
      Map<UUID, LinkFact> links,
      Map<UUID, AgreementFact> agreements,
      Map<String, ParticipantFact> participants,
      Map<IdempotencyKey, Earlier> idempotency,
      Map<String, RulesFact> rules) {
    this(
        now,
        consents,
        links,
        agreements,
        participants,
        idempotency,
        rules,
        FigureFacts.NONE,
        ProofFacts.NONE,
        Map.of());
  }

  /** Facts where the log says of no rules that they are in force. */
  public Facts(
      Instant now,
      Map<UUID, ConsentFact> consents,
      Map<UUID, LinkFact> links,
      Map<UUID, AgreementFact> agreements,
      Map<String, ParticipantFact> participants,
      Map<IdempotencyKey, Earlier> idempotency) {
    this(now, consents, links, agreements, participants, idempotency, Map.of());
  }
}
