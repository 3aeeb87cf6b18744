/** The pure engine: a version, ordered events and what was carried give entries, and why. */
@NullMarked
package dev.hefu.settlement.split;

import org.jspecify.annotations.NullMarked;
