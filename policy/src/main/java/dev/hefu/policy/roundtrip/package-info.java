/** How many statements cost one wait for the database. */
@NullMarked
package dev.hefu.policy.roundtrip;

import org.jspecify.annotations.NullMarked;
