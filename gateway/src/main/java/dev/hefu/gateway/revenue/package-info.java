/** Money: what its operations do, and what the log says of agreements, adjustments and closes. */
@NullMarked
package dev.hefu.gateway.revenue;

import org.jspecify.annotations.NullMarked;
