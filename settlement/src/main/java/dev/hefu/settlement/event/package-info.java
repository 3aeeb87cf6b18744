/**
 * Commerce events: what happened to an order line, as told by who knows it, and what became of each
 * that was handed in.
 */
@NullMarked
package dev.hefu.settlement.event;

import org.jspecify.annotations.NullMarked;
