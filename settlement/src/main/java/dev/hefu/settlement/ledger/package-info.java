/**
 * The ledger as it is kept: balanced entries that never change, the statements of them, and what
 * explains a posting.
 */
@NullMarked
package dev.hefu.settlement.ledger;

import org.jspecify.annotations.NullMarked;
