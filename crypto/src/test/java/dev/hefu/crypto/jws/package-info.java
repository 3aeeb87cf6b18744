/** Tests of the package of the same name. */
@NullMarked
package dev.hefu.crypto.jws;

import org.jspecify.annotations.NullMarked;
