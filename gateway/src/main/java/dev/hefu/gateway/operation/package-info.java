/** The operations about participants, persons and their data: what each does with a call. */
@NullMarked
package dev.hefu.gateway.operation;

import org.jspecify.annotations.NullMarked;
