package dev.hefu.gateway.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.policy.consent.Attestation;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.MessageCodec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the log says of a consent's change. */
final class ConsentLeaves {
  private static final String NOT_ATTESTED = "not-attested";

  private ConsentLeaves() {}

  /** An attempt with the leaves that it needs: none if it changed nothing. */
  public static Changed<ConsentOutcome> of(ConsentOutcome outcome, Instant now) {
    return switch (outcome) {
      case ConsentOutcome.Changed(Consent consent) ->
          new Changed<>(outcome, of(consent, now), consent.state() != ConsentState.GRANTED);
      case ConsentOutcome refused -> Changed.nothing(refused);
    };
  }

  /** One leaf for each provider, so that each finds the change under its own tag. */
  public static List<LeafDraft> of(Consent consent, Instant now) {
    return consent.terms().providers().stream()
        .sorted()
        .map(provider -> leaf(consent, provider, now))
        .toList();
  }

  /**
   * A provider was not permitted to attest. It names no person, so that whom nobody knows and who
   * may not be attested look alike here too.
   */
  public static LeafDraft notAttested(String provider, String consumer, Instant now) {
    return LeafDraft.change(
        LeafKind.CONSENT,
        now,
        new LeafDraft.Owners(null, provider, consumer),
        NOT_ATTESTED,
        Map.of(
            Group.PARTIES,
            object().put("provider", provider).put("consumer", consumer),
            Group.DECISION,
            object().put("outcome", NOT_ATTESTED).put("reason", ErrorCode.NOT_PERMITTED.code())));
  }

  private static LeafDraft leaf(Consent consent, String provider, Instant now) {
    String consumer = consent.terms().consumer();
    String outcome = outcome(consent);
    ObjectNode parties = object().put("provider", provider).put("consumer", consumer);
    return LeafDraft.change(
        LeafKind.CONSENT,
        now,
        new LeafDraft.Owners(consent.subject(), provider, consumer),
        outcome,
        Map.of(
            Group.PARTIES,
            parties,
            Group.LEGAL,
            legal(consent),
            Group.DECISION,
            object().put("outcome", outcome),
            Group.DATA,
            data(consent.terms()),
            Group.SUBJECT,
            object().put("subject", consent.subject().toString())));
  }

  /** The state that it came into; a requested one of which the person was told has its own word. */
  private static String outcome(Consent consent) {
    Attestation attestation = consent.attestation();
    String state = consent.state().name().toLowerCase(Locale.ROOT);
    if (attestation == null || !state.equals("requested")) {
      return state;
    }
    return attestation.toldAt() == null ? "attested" : "told";
  }

  private static ObjectNode legal(Consent consent) {
    ObjectNode legal =
        object()
            .put("consent", consent.consumerReference())
            .put("consentVersion", consent.version())
            .put("purpose", consent.terms().purpose().code())
            .put("basis", consent.terms().basis().name())
            .put("notice", consent.notice().id())
            .put("noticeVersion", consent.notice().version())
            .put("language", consent.notice().language())
            .put("noticeDigest", consent.notice().digest());
    Attestation attestation = consent.attestation();
    return attestation == null ? legal : legal.put("attestation", attestation.evidence());
  }

  private static JsonNode data(ConsentTerms terms) {
    ObjectNode data = object();
    terms.categories().stream()
        .map(Category::code)
        .sorted()
        .forEach(data.putArray("categories")::add);
    if (!terms.records().equals(RecordScope.ALL)) {
      data.set("records", MessageCodec.tree(terms.records()));
    }
    return data.put("highestTier", terms.highestTier().name())
        .put("validFrom", terms.validFrom().toString())
        .put("validUntil", terms.validUntil().toString());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
