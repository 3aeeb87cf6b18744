/** The rules in force: brought as a bundle, tried, kept, and taken up by every node. */
@NullMarked
package dev.hefu.policy.rules;

import org.jspecify.annotations.NullMarked;
