/** One month of the demo's world as money: its agreements, its events, and what SQL says of it. */
@NullMarked
package dev.hefu.gateway.demo.month;

import org.jspecify.annotations.NullMarked;
