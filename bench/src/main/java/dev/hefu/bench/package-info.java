/** How fast, beside what else? */
@NullMarked
package dev.hefu.bench;

import org.jspecify.annotations.NullMarked;
