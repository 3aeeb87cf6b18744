/** Conditions on terms: bounded CEL that cannot fail once it was read. */
@NullMarked
package dev.hefu.settlement.condition;

import org.jspecify.annotations.NullMarked;
