/** Revenue agreements as values: who shares what, by which rules. */
@NullMarked
package dev.hefu.settlement.agreement;

import org.jspecify.annotations.NullMarked;
