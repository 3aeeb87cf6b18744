/** Ends to waits, which cost nothing where what is waited for comes in time. */
@NullMarked
package dev.hefu.gateway.deadline;

import org.jspecify.annotations.NullMarked;
