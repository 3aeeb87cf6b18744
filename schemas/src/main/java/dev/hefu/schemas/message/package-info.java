/**
 * Messages between organisations and the gateway: participants, datasets, sharing agreements,
 * exchanges, problems.
 */
@NullMarked
package dev.hefu.schemas.message;

import org.jspecify.annotations.NullMarked;
