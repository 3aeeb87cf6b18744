/** What two participants have agreed to share, signed by both. */
@NullMarked
package dev.hefu.policy.agreement;

import org.jspecify.annotations.NullMarked;
