package dev.hefu.crypto.log;

/**
 * One hash of a tile: the root over the {@code 256^level} leaves from {@code index · 256^level} on.
 *
 * @param level of the tile, 0 for leaf hashes
 * @param index of the hash among all hashes of its level
 */
public record TileHash(int level, long index, Hash hash) {}
