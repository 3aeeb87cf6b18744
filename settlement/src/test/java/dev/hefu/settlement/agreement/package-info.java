/** Tests of what is refused before anyone signs. */
@NullMarked
package dev.hefu.settlement.agreement;

import org.jspecify.annotations.NullMarked;
