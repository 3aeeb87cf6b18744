package dev.hefu.settlement.carry;

import java.io.Serializable;

/**
 * A fee, penalty or bonus on a line: one party pays another.
 *
 * @param term the number of the term
 * @param from the payer's rank
 * @param to the receiver's rank
 * @param returned how much of the amount a refund moved back
 */
public record Move(int term, int from, int to, long amountMinor, long returned)
    implements Serializable {}
