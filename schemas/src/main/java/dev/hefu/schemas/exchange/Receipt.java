package dev.hefu.schemas.exchange;

import dev.hefu.schemas.message.Evidence;
import java.util.UUID;

/**
 * The provable part of one exchange that its consumer keeps.
 *
 * @param outcome {@code PERMIT} or the code of the refusal
 */
public record Receipt(UUID exchange, String outcome, Evidence evidence) {}
