/** What the rules are asked: the facts about one exchange, found and written down for them. */
@NullMarked
package dev.hefu.policy.input;

import org.jspecify.annotations.NullMarked;
