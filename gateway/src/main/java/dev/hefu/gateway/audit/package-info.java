/**
 * The log checked from outside: on a server, in an export or in a database, by the arithmetic of
 * {@code crypto.log} alone. Nothing here is shared with the code that writes or serves the log.
 */
@NullMarked
package dev.hefu.gateway.audit;

import org.jspecify.annotations.NullMarked;
