/** Tests of the package of the same name. */
@NullMarked
package dev.hefu.crypto.keys;

import org.jspecify.annotations.NullMarked;
