/** Past decisions, decided again: by the same rules to check them, by changed ones to compare. */
@NullMarked
package dev.hefu.gateway.replay;

import org.jspecify.annotations.NullMarked;
