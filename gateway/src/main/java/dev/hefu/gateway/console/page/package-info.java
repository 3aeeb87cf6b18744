/** The pages as their templates see them, and the texts in both languages. */
@NullMarked
package dev.hefu.gateway.console.page;

import org.jspecify.annotations.NullMarked;
