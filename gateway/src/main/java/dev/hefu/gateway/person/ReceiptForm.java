package dev.hefu.gateway.person;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.consent.Attestation;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.PastState;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.participant.Contact;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A consent in the words of the Data Privacy Vocabulary's profile for ISO/IEC TS 27560; what that
 * has no word for stands under {@code hefu:}. docs/formats/receipt.md lists the members.
 *
 * @param reference what the recipient calls the consent
 * @param recipient whose copy it is
 * @param issuer the gateway's URL
 * @param precision to which times are told
 * @param parties who is named in it, by their ids
 */
record ReceiptForm(
    String reference,
    String recipient,
    String issuer,
    ChronoUnit precision,
    Map<String, Participant> parties) {
  private static final Map<String, String> CONTEXT =
      Map.of(
          "dct", "http://purl.org/dc/terms/",
          "dpv", "https://w3id.org/dpv#",
          "dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#",
          "hefu", "urn:hefu:",
          "loc", "https://w3id.org/dpv/loc#",
          "schema", "https://schema.org/");

  private static final String TYPE = "@type";
  private static final String PROFILE = "dct:conformsTo";
  private static final String NAME = "dct:identifier";

  ObjectNode of(Consent consent, List<PastState> states, Instant now) {
    ObjectNode receipt = typed("ConsentReceipt");
    ObjectNode context = receipt.putObject("@context");
    CONTEXT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(prefix -> context.put(prefix.getKey(), prefix.getValue()));
    receipt
        .put(PROFILE, "dpv-27560:receipt-record")
        .put(NAME, reference)
        .put("dct:created", time(now))
        .put("dct:publisher", issuer)
        .put("schema:recipient", recipient)
        .set("dpv:hasRecordOfActivity", record(consent, states));
    return receipt;
  }

  private ObjectNode record(Consent consent, List<PastState> states) {
    ConsentTerms terms = consent.terms();
    ObjectNode record =
        typed("ConsentRecord")
            .put(PROFILE, "dpv-27560:record")
            .put(NAME, reference)
            .put("hefu:withdrawalAt", issuer + "/console");
    Attestation attestation = consent.attestation();
    if (attestation != null) {
      record.put("hefu:attestedBy", attestation.by());
    }
    ArrayNode controllers = record.putArray("dpv:hasDataController");
    terms.providers().stream().sorted().forEach(controllers::add);
    controllers.add(terms.consumer());
    record.set("dpv:hasEntity", entities());
    record.set("dpv:hasProcess", process(terms));
    record.set("dpv:hasDuration", duration(terms));
    record.set(
        "dpv:hasNotice",
        typed("ConsentNotice")
            .put(NAME, consent.notice().id())
            .put("dct:hasVersion", consent.notice().version()));
    ArrayNode history = record.putArray("dpv:hasConsentStatus");
    states.forEach(state -> history.add(status(state, consent)));
    return record;
  }

  /** Who the parties are and where they are reached, as far as they have told. */
  private ObjectNode entities() {
    ObjectNode entities = object();
    parties.values().stream()
        .sorted(Comparator.comparing(Participant::id))
        .forEach(party -> entities.set(party.id(), entity(party)));
    return entities;
  }

  private static ObjectNode entity(Participant party) {
    ObjectNode entity =
        typed("LegalEntity").put(NAME, party.id()).put("dpv:hasLocation", place(party));
    entity.putObject("dpv:hasName").put("en", party.nameEn()).put("zh", party.nameZh());
    Contact contact = party.contact();
    if (contact != null) {
      entity.put("dpv:hasContact", "mailto:" + contact.email());
      if (contact.address() != null) {
        entity.put("dpv:hasAddress", contact.address());
      }
    }
    return entity;
  }

  private static String place(Participant party) {
    return "loc:" + party.country();
  }

  private ObjectNode process(ConsentTerms terms) {
    ObjectNode process =
        typed("Process")
            .put("dpv:hasPurpose", terms.purpose().dpv().toString())
            .put("dpv:hasLegalBasis", terms.basis().dpv().toString())
            .put("dpv:hasRecipient", terms.consumer())
            .put("hefu:purpose", terms.purpose().code())
            .put("hefu:highestTier", terms.highestTier().name());
    ArrayNode countries = process.putArray("dpv:hasJurisdiction");
    parties.values().stream().map(ReceiptForm::place).distinct().sorted().forEach(countries::add);
    ArrayNode sources = process.putArray("dpv:hasDataSource");
    terms.providers().stream().sorted().forEach(sources::add);
    ArrayNode data = process.putArray("dpv:hasPersonalData");
    terms.categories().stream()
        .sorted()
        .forEach(category -> data.add("hefu:category:" + category.code()));
    process.set("dpv:hasFrequency", frequency(terms));
    if (terms.maxRecords() != null) {
      process.put("hefu:maxRecords", terms.maxRecords());
    }
    Duration life = terms.dataLife();
    if (life != null) {
      process.set(
          "dpv:hasStorageCondition",
          typed("StorageDuration").put("dpv:hasDuration", "P" + life.toDays() + "D"));
    }
    if (!terms.records().equals(RecordScope.ALL)) {
      process.set("hefu:records", MessageCodec.tree(terms.records()));
    }
    separate(terms.separate(), process.putArray("hefu:separateConsents"));
    return process;
  }

  private static ObjectNode frequency(ConsentTerms terms) {
    if (terms.mode() == ConsentMode.ONE_TIME) {
      return typed("SingularFrequency");
    }
    Allowance limit = terms.frequency();
    return limit == null
        ? typed("ContinuousFrequency")
        : typed("OftenFrequency")
            .put("hefu:limit", limit.limit())
            .put("hefu:window", limit.window().name());
  }

  private static void separate(SeparateConsents given, ArrayNode words) {
    Map<String, Boolean> flags =
        Map.of(
            "abroad", given.abroad(),
            "guardian", given.guardian(),
            "recipient", given.recipient(),
            "sensitive", given.sensitive());
    flags.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(words::add);
  }

  private ObjectNode duration(ConsentTerms terms) {
    return typed("TemporalDuration")
        .put("schema:startTime", time(terms.validFrom()))
        .put("schema:endTime", time(terms.validUntil()));
  }

  private ObjectNode status(PastState state, Consent consent) {
    boolean silent = isSilent(state, consent.attestation());
    ObjectNode status =
        object()
            .put(TYPE, concept(state.state()))
            .put("dct:date", time(state.changedAt()))
            .put("dct:language", state.language())
            .put("dpv:isImplementedByEntity", by(state.state(), consent, silent))
            .put("hefu:noticeDigest", state.noticeDigest());
    if (state.state() == ConsentState.GRANTED) {
      status.put(
          "dpv:hasLegalBasis", silent ? "dpv:ImpliedConsent" : "dpv:ExplicitlyExpressedConsent");
    }
    return status;
  }

  /** Whether it was granted because the person, told of a provider's word, did not object. */
  private static boolean isSilent(PastState state, @Nullable Attestation attestation) {
    Instant told = attestation == null ? null : attestation.toldAt();
    return state.state() == ConsentState.GRANTED
        && told != null
        && !state.changedAt().isBefore(told.plus(Attestation.SILENCE));
  }

  /** Whose doing it was that the consent came into a state. */
  private String by(ConsentState state, Consent consent, boolean silent) {
    Attestation attestation = consent.attestation();
    return switch (state) {
      case REQUESTED -> attestation == null ? consent.terms().consumer() : attestation.by();
      case GRANTED -> silent && attestation != null ? attestation.by() : ConsentReceipts.PERSON;
      case DENIED, PAUSED, REVOKED -> ConsentReceipts.PERSON;
      case EXPIRED -> issuer;
    };
  }

  private static String concept(ConsentState state) {
    return switch (state) {
      case REQUESTED -> "dpv:ConsentRequested";
      case GRANTED -> "dpv:ConsentGiven";
      case PAUSED -> "hefu:ConsentPaused";
      case DENIED -> "dpv:ConsentRefused";
      case REVOKED -> "dpv:ConsentWithdrawn";
      case EXPIRED -> "dpv:ConsentExpired";
    };
  }

  String time(Instant instant) {
    return instant.truncatedTo(precision).toString();
  }

  private static ObjectNode typed(String concept) {
    return object().put(TYPE, "dpv:" + concept);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
