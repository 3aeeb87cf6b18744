/** Laws of the arithmetic. */
@NullMarked
package dev.hefu.settlement.apportion;

import org.jspecify.annotations.NullMarked;
