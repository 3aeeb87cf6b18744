/** Commerce events: what happened to an order line, as told by who knows it. */
@NullMarked
package dev.hefu.settlement.event;

import org.jspecify.annotations.NullMarked;
