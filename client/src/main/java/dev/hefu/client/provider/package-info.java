/**
 * What a provider answers the gateway with: one person's record, or how many are in which group.
 */
@NullMarked
package dev.hefu.client.provider;

import org.jspecify.annotations.NullMarked;
