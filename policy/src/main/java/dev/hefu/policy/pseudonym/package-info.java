/** Names for persons and consents that differ for each participant. */
@NullMarked
package dev.hefu.policy.pseudonym;

import org.jspecify.annotations.NullMarked;
