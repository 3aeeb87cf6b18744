/**
 * The log that releases data: every disclosure and every change of a fact is durable here first.
 */
@NullMarked
package dev.hefu.gateway.evidence;

import org.jspecify.annotations.NullMarked;
