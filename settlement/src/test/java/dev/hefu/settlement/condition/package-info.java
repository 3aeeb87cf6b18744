/** Tests of conditions against CEL's own runtime. */
@NullMarked
package dev.hefu.settlement.condition;

import org.jspecify.annotations.NullMarked;
