/** What a consumer asks of a provider through the gateway, and what it is answered. */
@NullMarked
package dev.hefu.schemas.exchange;

import org.jspecify.annotations.NullMarked;
