/** What verdicts rest on, read under the log's lock. */
@NullMarked
package dev.hefu.policy.fact;

import org.jspecify.annotations.NullMarked;
