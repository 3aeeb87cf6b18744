/** One question about groups: decided, counted by the provider, committed, and only then told. */
@NullMarked
package dev.hefu.gateway.figure;

import org.jspecify.annotations.NullMarked;
