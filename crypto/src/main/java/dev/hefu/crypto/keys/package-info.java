/** Keys: public and private sets, secrets that do not print, and the file of the root key. */
@NullMarked
package dev.hefu.crypto.keys;

import org.jspecify.annotations.NullMarked;
