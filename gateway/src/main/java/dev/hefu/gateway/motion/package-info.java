/** Motions: acts that take effect once two compliance officers have approved them. */
@NullMarked
package dev.hefu.gateway.motion;

import org.jspecify.annotations.NullMarked;
