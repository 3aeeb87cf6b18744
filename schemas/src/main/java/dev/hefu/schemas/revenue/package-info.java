/** Messages about money: event results, revenue agreements, closes, statements, explanations. */
@NullMarked
package dev.hefu.schemas.revenue;

import org.jspecify.annotations.NullMarked;
