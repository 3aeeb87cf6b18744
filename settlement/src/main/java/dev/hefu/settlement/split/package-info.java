/** The pure heart: agreements and ordered events to postings, exact to the minor unit. */
@NullMarked
package dev.hefu.settlement.split;

import org.jspecify.annotations.NullMarked;
