/** What a person has permitted, its whole life, and what has been used of it. */
@NullMarked
package dev.hefu.policy.consent;

import org.jspecify.annotations.NullMarked;
