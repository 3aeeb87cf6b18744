/** One brokered request: decided, fetched, minimised, sealed, committed, and only then released. */
@NullMarked
package dev.hefu.gateway.exchange;

import org.jspecify.annotations.NullMarked;
