/** The ledger as it is kept: balanced entries that never change, and the statements of them. */
@NullMarked
package dev.hefu.settlement.ledger;

import org.jspecify.annotations.NullMarked;
