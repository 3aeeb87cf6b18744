/** The HTTP contract, openapi.json, as compiled checks. */
@NullMarked
package dev.hefu.schemas.contract;

import org.jspecify.annotations.NullMarked;
