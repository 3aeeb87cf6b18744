/**
 * How the rules in force change: proposed, tried, approved, and those that come with the program.
 */
@NullMarked
package dev.hefu.gateway.rules;

import org.jspecify.annotations.NullMarked;
