/** How does a partner, as consumer and as provider, speak to Hefu? */
@NullMarked
package dev.hefu.client;

import org.jspecify.annotations.NullMarked;
