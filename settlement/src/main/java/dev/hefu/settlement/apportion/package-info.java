/** Whole units given out exactly: pure arithmetic that knows no agreement. */
@NullMarked
package dev.hefu.settlement.apportion;

import org.jspecify.annotations.NullMarked;
