/** What the gateway tells participants of its own accord, and what they answer. */
@NullMarked
package dev.hefu.schemas.webhook;

import org.jspecify.annotations.NullMarked;
