/** How fast is sealing, signing and checking, beside the operations that it cannot avoid? */
@NullMarked
package dev.hefu.bench.crypto;

import org.jspecify.annotations.NullMarked;
