package dev.hefu.gateway.person;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.webhook.Webhooks;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkOutcome;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.policy.subject.UnlinkOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * A person's links, whether they are made by the API or on the consent page: every change is made
 * under the log's lock and leaves its leaves.
 */
public final class PersonLinks {
  private final DSLContext database;
  private final Committer committer;
  private final LinkLedger links;
  private final TagKeys tagKeys;
  private final Participants participants;

  public PersonLinks(
      DSLContext database,
      Committer committer,
      LinkLedger links,
      TagKeys tagKeys,
      Participants participants) {
    this.database = database;
    this.committer = committer;
    this.links = links;
    this.tagKeys = tagKeys;
    this.participants = participants;
  }

  /** Opens a request whose nonce the participant must name. */
  public RequestOutcome request(UUID person, String participant) {
    return database.transactionResult(
        tx -> links.request(tx.dsl(), Instant.now(), person, participant));
  }

  /** Links the account that a verified token names. */
  public Committed<LinkOutcome> complete(UUID person, LinkToken token) {
    String tagKey = Base64Url.encode(tagKeys.commitmentOfSubject(person));
    return committer.change(
        (tx, now) -> {
          LinkOutcome outcome =
              participants.suspended(tx, token.participant())
                  ? new LinkOutcome.Suspended()
                  : links.link(tx, now, person, token);
          return outcome instanceof LinkOutcome.Linked(Link link)
              ? new Changed<>(outcome, List.of(linked(link, tagKey, now)))
              : Changed.nothing(outcome);
        });
  }

  /** Ends a link, and the consents that name its participant. */
  public Committed<UnlinkOutcome> end(UUID person, UUID link) {
    return committer.change(
        (tx, now) -> {
          UnlinkOutcome outcome = links.unlink(tx, now, person, link);
          if (!(outcome instanceof UnlinkOutcome.Unlinked unlinked)) {
            return Changed.nothing(outcome);
          }
          Webhooks.tell(tx, now, unlinked.ended());
          return new Changed<>(outcome, ended(unlinked, now), true);
        });
  }

  /** The person's account: the links that hold, oldest first. */
  public List<Link> list(UUID person) {
    return links.ofSubject(database, person).stream().filter(Link::active).toList();
  }

  private static List<LeafDraft> ended(UnlinkOutcome.Unlinked unlinked, Instant now) {
    List<LeafDraft> leaves = new ArrayList<>();
    leaves.add(leaf(unlinked.link(), "unlinked", subject(unlinked.link()), now));
    for (Consent consent : unlinked.ended()) {
      leaves.addAll(ConsentLeaves.of(consent, now));
    }
    return leaves;
  }

  /** The person's first leaf commits to the key of their tags. */
  private static LeafDraft linked(Link link, String tagKey, Instant now) {
    ObjectNode subject = subject(link).put("tagKey", tagKey);
    LocalDate minorUntil = link.minorUntil();
    return leaf(
        link,
        "linked",
        minorUntil == null ? subject : subject.put("minorUntil", minorUntil.toString()),
        now);
  }

  private static ObjectNode subject(Link link) {
    return object().put("subject", link.subject().toString());
  }

  private static LeafDraft leaf(Link link, String outcome, ObjectNode subject, Instant now) {
    return LeafDraft.change(
        LeafKind.LINK,
        now,
        new LeafDraft.Owners(link.subject(), link.participant(), null),
        outcome,
        Map.of(
            Group.PARTIES, object().put("participant", link.participant()),
            Group.DECISION, object().put("outcome", outcome),
            Group.SUBJECT, subject));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
