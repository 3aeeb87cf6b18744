/** Who calls: access tokens, the proof that their sender holds the key, and the issuer's keys. */
@NullMarked
package dev.hefu.gateway.identity;

import org.jspecify.annotations.NullMarked;
