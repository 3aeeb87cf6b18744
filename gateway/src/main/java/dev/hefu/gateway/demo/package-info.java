/**
 * The demo: all parts started embedded, a commercial world, and the story that is told with it over
 * the public API.
 */
@NullMarked
package dev.hefu.gateway.demo;

import org.jspecify.annotations.NullMarked;
