/** Every connection that a node opens to somebody else: where it may lead, and how it is made. */
@NullMarked
package dev.hefu.gateway.outbound;

import org.jspecify.annotations.NullMarked;
