/**
 * The bare algorithms, each bound to the one provider that was measured to serve it best; nothing
 * outside this module should need them.
 */
@NullMarked
package dev.hefu.crypto.primitive;

import org.jspecify.annotations.NullMarked;
