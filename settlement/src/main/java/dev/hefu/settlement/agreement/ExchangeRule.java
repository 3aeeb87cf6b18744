package dev.hefu.settlement.agreement;

import java.io.Serializable;

/**
 * How lines of another currency are divided: at the rate that their payment carries.
 *
 * @param currency of the lines
 * @param foreignPerOwn whether rates are quoted as its units per unit of the agreement's currency
 * @param difference the party whose account takes what converting the parts differs from converting
 *     the whole
 */
public record ExchangeRule(String currency, boolean foreignPerOwn, String difference)
    implements Serializable {}
