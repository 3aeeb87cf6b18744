/** How much may be used of a consent or a sharing agreement, and how much was. */
@NullMarked
package dev.hefu.policy.budget;

import org.jspecify.annotations.NullMarked;
