/** The story that the demo tells, one class a step; those about money are in {@code demo.month}. */
@NullMarked
package dev.hefu.gateway.demo.story;

import org.jspecify.annotations.NullMarked;
