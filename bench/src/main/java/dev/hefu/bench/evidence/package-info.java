/** How fast is a verdict made durable, alone and under revocation? */
@NullMarked
package dev.hefu.bench.evidence;

import org.jspecify.annotations.NullMarked;
