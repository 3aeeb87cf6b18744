/**
 * Figures over groups of persons: who is counted, what is told of the counts, and what of them is
 * kept so that the same question has the same answer.
 */
@NullMarked
package dev.hefu.policy.figure;

import org.jspecify.annotations.NullMarked;
