/** Tests of the pure heart: worked examples, laws, and a naive evaluator beside the engine. */
@NullMarked
package dev.hefu.settlement.split;

import org.jspecify.annotations.NullMarked;
