/** A version compiled: terms numbered, rates over one denominator, one line split exactly. */
@NullMarked
package dev.hefu.settlement.program;

import org.jspecify.annotations.NullMarked;
