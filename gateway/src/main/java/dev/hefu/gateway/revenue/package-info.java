/** Revenue agreements and their periods as the log sees them: each step with its leaves. */
@NullMarked
package dev.hefu.gateway.revenue;

import org.jspecify.annotations.NullMarked;
