package dev.hefu.schemas.revenue;

import java.time.YearMonth;

/**
 * One statement in a list.
 *
 * @param number gapless per party
 * @param closingMinor what the party is owed, or owes, in minor units
 */
public record StatementSummary(
    String id,
    String number,
    String agreement,
    String party,
    YearMonth period,
    String currency,
    long closingMinor) {}
