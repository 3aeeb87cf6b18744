/** Who is owed what? */
@NullMarked
package dev.hefu.settlement;

import org.jspecify.annotations.NullMarked;
