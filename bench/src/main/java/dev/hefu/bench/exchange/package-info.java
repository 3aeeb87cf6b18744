/** How fast is a whole exchange, over HTTP? */
@NullMarked
package dev.hefu.bench.exchange;

import org.jspecify.annotations.NullMarked;
