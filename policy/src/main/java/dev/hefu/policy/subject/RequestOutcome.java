package dev.hefu.policy.subject;

/** What became of a person's wish to link. */
public sealed interface RequestOutcome {
  /** The participant may now sign a link token that names the nonce. */
  record Requested(LinkRequest request) implements RequestOutcome {}

  /** The person has an active link with this participant already. */
  record AlreadyLinked(Link link) implements RequestOutcome {}

  /** The person has as many open requests as one may have. */
  record TooMany(int limit) implements RequestOutcome {}
}
