/** The command line: one class per command. */
@NullMarked
package dev.hefu.gateway.cli;

import org.jspecify.annotations.NullMarked;
