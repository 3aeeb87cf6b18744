/** Tests of what is refused before anyone signs. */
@NullMarked
package dev.hefu.settlement.document;

import org.jspecify.annotations.NullMarked;
