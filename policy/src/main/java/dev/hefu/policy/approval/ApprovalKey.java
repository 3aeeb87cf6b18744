package dev.hefu.policy.approval;

import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.schemas.Tier;
import java.util.UUID;

/**
 * What one approval is about. The consent names the person, the consumer and the purpose; another
 * consent, agreement, dataset or tier needs an approval of its own.
 */
public record ApprovalKey(UUID agreement, UUID consent, DatasetVersion dataset, Tier tier) {}
