/** The public vectors, run against our primitives and at our door. */
@NullMarked
package dev.hefu.crypto.vectors;

import org.jspecify.annotations.NullMarked;
