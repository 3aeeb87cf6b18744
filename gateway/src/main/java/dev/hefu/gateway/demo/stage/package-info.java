/** What the demo's steps act with, what each of them is, and what is kept of what they did. */
@NullMarked
package dev.hefu.gateway.demo.stage;

import org.jspecify.annotations.NullMarked;
