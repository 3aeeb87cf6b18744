/** Everything that listens, and the command line. */
@NullMarked
package dev.hefu.gateway;

import org.jspecify.annotations.NullMarked;
