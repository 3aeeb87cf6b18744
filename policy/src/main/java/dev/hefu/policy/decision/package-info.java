/** What the rules say about one exchange, over the facts of that exchange alone. */
@NullMarked
package dev.hefu.policy.decision;

import org.jspecify.annotations.NullMarked;
