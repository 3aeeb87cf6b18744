/** The steps of the demo's story, one class each, in the order in which they are told. */
@NullMarked
package dev.hefu.gateway.demo.story;

import org.jspecify.annotations.NullMarked;
