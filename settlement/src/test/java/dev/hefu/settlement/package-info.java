/** Tests of the door on a real database. */
@NullMarked
package dev.hefu.settlement;

import org.jspecify.annotations.NullMarked;
