/** What must hold of an agreement before anyone signs it, so that nothing fails at run time. */
@NullMarked
package dev.hefu.settlement.proof;

import org.jspecify.annotations.NullMarked;
