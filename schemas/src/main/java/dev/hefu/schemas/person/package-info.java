/** Messages between a person and the gateway: links, notices, consents, uses. */
@NullMarked
package dev.hefu.schemas.person;

import org.jspecify.annotations.NullMarked;
