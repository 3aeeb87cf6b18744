package dev.hefu.policy.agreement;

import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.jooq.tables.records.SharingAgreementsRecord;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one mapping between a sharing agreement and its row. */
public final class AgreementRows {
  private AgreementRows() {}

  /** How the agreement of a row stands. */
  public static Standing standing(SharingAgreementsRecord row) {
    return new Standing(
        row.getId(), row.getVersion(), AgreementState.valueOf(row.getState()), terms(row));
  }

  static SharingAgreement read(SharingAgreementsRecord row, List<Signature> signatures) {
    return new SharingAgreement(
        standing(row),
        new String(row.getTerms(), StandardCharsets.UTF_8),
        signatures,
        row.getChangedAt().toInstant());
  }

  private static SharingTerms terms(SharingAgreementsRecord row) {
    return new SharingTerms(
        row.getProvider(),
        row.getConsumer(),
        Arrays.stream(row.getDatasets())
            .map(DatasetVersion::parse)
            .collect(Collectors.toUnmodifiableSet()),
        Arrays.stream(row.getPurposes())
            .map(code -> Purpose.of(code).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        Tier.valueOf(row.getHighestTier()),
        row.getValidFrom().toInstant(),
        row.getValidUntil().toInstant(),
        SharingBudgets.of(
            Allowance.of(row.getRecordsLimit(), row.getRecordsWindow()),
            Allowance.of(row.getSubjectsLimit(), row.getSubjectsWindow())),
        approvals(row.getApprovalDatasets(), row.getApprovalTier()));
  }

  private static @Nullable SharingApprovals approvals(
      String @Nullable [] datasets, @Nullable String tier) {
    return datasets == null || tier == null
        ? null
        : new SharingApprovals(
            Arrays.stream(datasets)
                .map(DatasetVersion::parse)
                .collect(Collectors.toUnmodifiableSet()),
            Tier.valueOf(tier));
  }

  static void write(SharingTerms terms, SharingAgreementsRecord row) {
    row.setProvider(terms.provider());
    row.setConsumer(terms.consumer());
    row.setDatasets(
        terms.datasets().stream().map(DatasetVersion::toString).sorted().toArray(String[]::new));
    row.setPurposes(terms.purposes().stream().map(Purpose::code).sorted().toArray(String[]::new));
    row.setHighestTier(terms.highestTier().name());
    row.setValidFrom(at(terms.validFrom()));
    row.setValidUntil(at(terms.validUntil()));
    SharingBudgets budgets = terms.budgets();
    if (budgets != null) {
      write(budgets, row);
    }
    SharingApprovals approvals = terms.approvals();
    if (approvals != null) {
      row.setApprovalDatasets(
          approvals.datasets().stream()
              .map(DatasetVersion::toString)
              .sorted()
              .toArray(String[]::new));
      row.setApprovalTier(approvals.fromTier().name());
    }
  }

  private static void write(SharingBudgets budgets, SharingAgreementsRecord row) {
    Allowance records = budgets.records();
    if (records != null) {
      row.setRecordsLimit(records.limit());
      row.setRecordsWindow(records.window().name());
    }
    Allowance subjects = budgets.subjects();
    if (subjects != null) {
      row.setSubjectsLimit(subjects.limit());
      row.setSubjectsWindow(subjects.window().name());
    }
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
