/**
 * The operations of the contract that participants and persons call: what each does with a call.
 */
@NullMarked
package dev.hefu.gateway.operation;

import org.jspecify.annotations.NullMarked;
