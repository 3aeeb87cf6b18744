package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENTS;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.jooq.tables.records.ConsentsRecord;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** The one mapping between a consent and its row. */
public final class ConsentRows {
  private ConsentRows() {}

  /** The consent of a row. */
  public static Consent read(ConsentsRecord row) {
    return new Consent(
        row.getId(),
        row.getVersion(),
        ConsentState.valueOf(row.getState()),
        row.getSubject(),
        row.getSubjectReference(),
        row.getConsumerReference(),
        terms(row),
        new Notice(
            row.getNotice(),
            row.getNoticeVersion(),
            row.getNoticeLanguage(),
            row.getNoticeDigest()),
        attestation(row),
        row.getCreatedAt().toInstant(),
        row.getChangedAt().toInstant());
  }

  private static @Nullable Attestation attestation(ConsentsRecord row) {
    OffsetDateTime toldAt = row.getToldAt();
    return row.getAttestedBy() == null
        ? null
        : new Attestation(
            row.getAttestedBy(),
            row.getAttestedReference(),
            row.getAttestedEvidence(),
            toldAt == null ? null : toldAt.toInstant());
  }

  private static RecordScope scope(@Nullable String json) {
    return json == null
        ? RecordScope.ALL
        : MessageCodec.answer(
            StrictJson.trusted(json.getBytes(StandardCharsets.UTF_8)), RecordScope.class);
  }

  private static ConsentTerms terms(ConsentsRecord row) {
    Integer days = row.getDataLifeDays();
    return new ConsentTerms(
        Set.of(row.getProviders()),
        row.getConsumer(),
        Purpose.of(row.getPurpose()).orElseThrow(),
        Arrays.stream(row.getCategories())
            .map(code -> Category.of(code).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        Tier.valueOf(row.getHighestTier()),
        row.getValidFrom().toInstant(),
        row.getValidUntil().toInstant(),
        ConsentMode.valueOf(row.getMode()),
        Allowance.of(row.getFrequencyLimit(), row.getFrequencyWindow()),
        row.getMaxRecords(),
        days == null ? null : Duration.ofDays(days),
        scope(row.getRecords()),
        LegalBasis.valueOf(row.getLegalBasis()),
        new SeparateConsents(
            row.getSeparateRecipient(),
            row.getSeparateSensitive(),
            row.getSeparateAbroad(),
            row.getSeparateGuardian()));
  }

  static void write(Consent consent, ConsentsRecord row) {
    row.setId(consent.id());
    row.setVersion(consent.version());
    row.setState(consent.state().name());
    row.setSubject(consent.subject());
    row.setSubjectReference(consent.subjectReference());
    row.setConsumerReference(consent.consumerReference());
    row.setNotice(consent.notice().id());
    row.setNoticeVersion(consent.notice().version());
    row.setNoticeLanguage(consent.notice().language());
    row.setNoticeDigest(consent.notice().digest());
    Attestation attestation = consent.attestation();
    if (attestation != null) {
      row.setAttestedBy(attestation.by());
      row.setAttestedReference(attestation.reference());
      row.setAttestedEvidence(attestation.evidence());
    }
    row.setCreatedAt(at(consent.createdAt()));
    row.setChangedAt(at(consent.changedAt()));
    write(consent.terms(), row);
  }

  private static void write(ConsentTerms terms, ConsentsRecord row) {
    row.setConsumer(terms.consumer());
    row.setProviders(terms.providers().stream().sorted().toArray(String[]::new));
    row.setPurpose(terms.purpose().code());
    row.setCategories(
        terms.categories().stream().map(Category::code).sorted().toArray(String[]::new));
    row.setHighestTier(terms.highestTier().name());
    row.setMode(terms.mode().name());
    Allowance frequency = terms.frequency();
    if (frequency != null) {
      row.setFrequencyLimit(frequency.limit());
      row.setFrequencyWindow(frequency.window().name());
    }
    row.setMaxRecords(terms.maxRecords());
    Duration life = terms.dataLife();
    if (life != null) {
      row.setDataLifeDays((int) life.toDays());
    }
    if (!terms.records().equals(RecordScope.ALL)) {
      row.setRecords(MessageCodec.tree(terms.records()).toString());
    }
    row.setLegalBasis(terms.basis().name());
    row.setSeparateRecipient(terms.separate().recipient());
    row.setSeparateSensitive(terms.separate().sensitive());
    row.setSeparateAbroad(terms.separate().abroad());
    row.setSeparateGuardian(terms.separate().guardian());
    row.setValidFrom(at(terms.validFrom()));
    row.setValidUntil(at(terms.validUntil()));
  }

  /** The person once said yes, whatever they said later. */
  static Condition wasGranted() {
    return CONSENTS.STATE.in(
        Arrays.stream(ConsentState.values())
            .filter(ConsentState::wasGranted)
            .map(Enum::name)
            .toList());
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
