/** The pure engine: agreements and ordered events to entries, exact to the minor unit, and why. */
@NullMarked
package dev.hefu.settlement.split;

import org.jspecify.annotations.NullMarked;
