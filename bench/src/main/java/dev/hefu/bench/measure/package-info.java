/** What is measured, and how it is told. */
@NullMarked
package dev.hefu.bench.measure;

import org.jspecify.annotations.NullMarked;
