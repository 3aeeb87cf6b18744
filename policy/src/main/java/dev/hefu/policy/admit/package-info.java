/** The last word on an exchange: verdicts over facts read under the log's lock. */
@NullMarked
package dev.hefu.policy.admit;

import org.jspecify.annotations.NullMarked;
