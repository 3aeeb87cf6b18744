/** Tests of the package of the same name. */
@NullMarked
package dev.hefu.crypto.record;

import org.jspecify.annotations.NullMarked;
