/**
 * One month of the demo's world as money: its agreements, its events, what SQL says of it, and the
 * steps of the story that tell it.
 */
@NullMarked
package dev.hefu.gateway.demo.month;

import org.jspecify.annotations.NullMarked;
