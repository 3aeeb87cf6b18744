/** Case files: agreements and events with what must come of them, for people who know the money. */
@NullMarked
package dev.hefu.settlement.cases;

import org.jspecify.annotations.NullMarked;
