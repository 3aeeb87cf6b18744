/** What compliance officers do over HTTP: motions of every kind, and what each is about. */
@NullMarked
package dev.hefu.gateway.officer;

import org.jspecify.annotations.NullMarked;
