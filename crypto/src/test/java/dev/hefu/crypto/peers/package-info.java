/** Stock implementations in other languages: they take what we make, and we what they make. */
@NullMarked
package dev.hefu.crypto.peers;

import org.jspecify.annotations.NullMarked;
