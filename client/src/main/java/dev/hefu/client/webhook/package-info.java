/** What a consumer needs to receive webhooks: verified, each once, and ready to be acknowledged. */
@NullMarked
package dev.hefu.client.webhook;

import org.jspecify.annotations.NullMarked;
