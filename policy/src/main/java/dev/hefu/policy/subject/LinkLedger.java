package dev.hefu.policy.subject;

import dev.hefu.policy.consent.ConsentLedger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The links of all persons. A link is made only by the person, with a token the participant signed
 * over the nonce of this person's own request; ids are never matched. Every writer but {@link
 * #request} needs the log's lock.
 */
public final class LinkLedger {
  private final LocalIds localIds;
  private final ConsentLedger consents;

  /** Unlinking ends consents in the given ledger. */
  public LinkLedger(LocalIds localIds, ConsentLedger consents) {
    this.localIds = localIds;
    this.consents = consents;
  }

  /** Opens a request of this person to link with a participant; leaves no leaf. */
  public RequestOutcome request(DSLContext tx, Instant now, UUID subject, String participant) {
    throw new UnsupportedOperationException();
  }

  /** Links the person with the account that the token names. */
  public LinkOutcome link(DSLContext tx, Instant now, UUID subject, LinkToken token) {
    throw new UnsupportedOperationException();
  }

  /** Ends a link of this person, and the consents that name its participant. */
  public UnlinkOutcome unlink(DSLContext tx, Instant now, UUID subject, UUID link) {
    throw new UnsupportedOperationException();
  }

  /** The person's links, ended ones too, oldest first. */
  public List<Link> ofSubject(DSLContext tx, UUID subject) {
    throw new UnsupportedOperationException();
  }
}
