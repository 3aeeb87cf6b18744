/** The organisations of the network, their keys and what they offer. */
@NullMarked
package dev.hefu.gateway.participant;

import org.jspecify.annotations.NullMarked;
