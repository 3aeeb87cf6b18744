package dev.hefu.schemas.message;

import java.util.UUID;

/**
 * The provable part of one exchange that its consumer keeps.
 *
 * @param outcome {@code PERMIT} or the code of the refusal
 */
public record Receipt(UUID exchange, String outcome, Evidence evidence) {}
