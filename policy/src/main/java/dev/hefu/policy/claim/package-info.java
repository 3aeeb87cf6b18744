/** What asks to be admitted, and the facts that its decision saw. */
@NullMarked
package dev.hefu.policy.claim;

import org.jspecify.annotations.NullMarked;
