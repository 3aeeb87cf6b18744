/** Webhooks: what participants are told of consents that ended or stopped, and what they answer. */
@NullMarked
package dev.hefu.gateway.webhook;

import org.jspecify.annotations.NullMarked;
