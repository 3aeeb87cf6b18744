/**
 * The commercial world of the demo, made by the TPC-DS generator: who bought what, where, when, how
 * it was shipped and what came back.
 */
@NullMarked
package dev.hefu.gateway.demo.world;

import org.jspecify.annotations.NullMarked;
