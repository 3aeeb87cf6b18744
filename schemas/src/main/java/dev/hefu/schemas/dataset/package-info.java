/** What providers offer: the schema of a record, and the cells that are disclosed or omitted. */
@NullMarked
package dev.hefu.schemas.dataset;

import org.jspecify.annotations.NullMarked;
