/** Balanced entries as they are kept: postings, what caused them, where they stand, their hash. */
@NullMarked
package dev.hefu.settlement.entry;

import org.jspecify.annotations.NullMarked;
