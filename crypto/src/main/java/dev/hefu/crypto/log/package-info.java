/**
 * The arithmetic of the append-only log: tree, proofs, tiles, checkpoints; no storage, no clock.
 */
@NullMarked
package dev.hefu.crypto.log;

import org.jspecify.annotations.NullMarked;
