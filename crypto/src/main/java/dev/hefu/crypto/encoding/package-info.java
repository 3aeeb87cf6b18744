/** Strict base64url and strict JSON: one text for one value, everything else refused. */
@NullMarked
package dev.hefu.crypto.encoding;

import org.jspecify.annotations.NullMarked;
