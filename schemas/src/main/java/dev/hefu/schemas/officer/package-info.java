/** Messages of compliance officers: motions, the texts and rules they change, break-glass. */
@NullMarked
package dev.hefu.schemas.officer;

import org.jspecify.annotations.NullMarked;
