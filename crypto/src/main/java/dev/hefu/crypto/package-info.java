/** Who made it, is it unchanged, who may read it? */
@NullMarked
package dev.hefu.crypto;

import org.jspecify.annotations.NullMarked;
