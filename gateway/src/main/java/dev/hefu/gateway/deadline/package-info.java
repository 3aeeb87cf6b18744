/** Time in a node: ends to waits, and what is done again and again. */
@NullMarked
package dev.hefu.gateway.deadline;

import org.jspecify.annotations.NullMarked;
