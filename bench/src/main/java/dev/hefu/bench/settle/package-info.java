/** How fast is a month split and settled? */
@NullMarked
package dev.hefu.bench.settle;

import org.jspecify.annotations.NullMarked;
