/** Tests of the package of the same name. */
@NullMarked
package dev.hefu.crypto.primitive;

import org.jspecify.annotations.NullMarked;
