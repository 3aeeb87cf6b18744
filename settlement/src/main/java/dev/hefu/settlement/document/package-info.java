/** Documents: read into agreements or into their faults, and told back in plain sentences. */
@NullMarked
package dev.hefu.settlement.document;

import org.jspecify.annotations.NullMarked;
