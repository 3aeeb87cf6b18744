/** Tests of the package of the same name. */
@NullMarked
package dev.hefu.crypto.encoding;

import org.jspecify.annotations.NullMarked;
