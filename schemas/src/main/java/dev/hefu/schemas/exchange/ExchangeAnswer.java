package dev.hefu.schemas.exchange;

import dev.hefu.schemas.message.Evidence;
import java.util.UUID;

/**
 * A released answer with its evidence.
 *
 * @param envelope compact JWE to the consumer's key
 * @param evidence the leaf that released it
 */
public record ExchangeAnswer(UUID exchange, String envelope, Evidence evidence) {}
