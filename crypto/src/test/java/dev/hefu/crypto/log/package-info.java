/** Tests of the log's arithmetic, against a naive tree and the published examples. */
@NullMarked
package dev.hefu.crypto.log;

import org.jspecify.annotations.NullMarked;
