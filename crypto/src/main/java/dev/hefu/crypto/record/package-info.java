/** Records that providers sign: cells that can be left out without breaking the signature. */
@NullMarked
package dev.hefu.crypto.record;

import org.jspecify.annotations.NullMarked;
