package dev.hefu.gateway.evidence;

import java.time.Instant;

/**
 * An idempotency key that a permitted exchange now stands for.
 *
 * @param position of the exchange's leaf in its batch
 */
record IdempotencyRow(ExchangeClaim claim, int position, Instant at) {}
