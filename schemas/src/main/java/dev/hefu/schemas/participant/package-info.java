/** Who organisations say they are, and the datasets that they publish. */
@NullMarked
package dev.hefu.schemas.participant;

import org.jspecify.annotations.NullMarked;
