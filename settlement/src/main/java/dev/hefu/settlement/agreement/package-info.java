/** Revenue agreements: documents that say who shares what, read, proved and told back in words. */
@NullMarked
package dev.hefu.settlement.agreement;

import org.jspecify.annotations.NullMarked;
