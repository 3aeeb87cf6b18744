/** What does a message look like? */
@NullMarked
package dev.hefu.schemas;

import org.jspecify.annotations.NullMarked;
