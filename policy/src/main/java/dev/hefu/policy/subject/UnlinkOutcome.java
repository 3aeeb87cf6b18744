package dev.hefu.policy.subject;

import dev.hefu.policy.consent.Consent;
import java.util.List;

/** What became of an attempt to unlink. */
public sealed interface UnlinkOutcome {
  /** The link ended, and with it these consents; each needs a leaf. */
  record Unlinked(Link link, List<Consent> ended) implements UnlinkOutcome {}

  /** The person has no such active link. */
  record NotFound() implements UnlinkOutcome {}
}
