@NullMarked
package dev.hefu.policy.roundtrip;

import org.jspecify.annotations.NullMarked;
