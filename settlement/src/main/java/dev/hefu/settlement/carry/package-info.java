/** What one settling leaves for the next: lines, totals, counters, balances, what matures. */
@NullMarked
package dev.hefu.settlement.carry;

import org.jspecify.annotations.NullMarked;
