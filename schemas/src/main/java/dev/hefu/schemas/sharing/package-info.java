/** Sharing agreements as they are proposed, countersigned and told. */
@NullMarked
package dev.hefu.schemas.sharing;

import org.jspecify.annotations.NullMarked;
