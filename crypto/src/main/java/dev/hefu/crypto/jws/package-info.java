/** Compact JWS, read strictly: parse first, then choose a key, then verify with it. */
@NullMarked
package dev.hefu.crypto.jws;

import org.jspecify.annotations.NullMarked;
