/** How fast is a decision, beside an OPA server? */
@NullMarked
package dev.hefu.bench.policy;

import org.jspecify.annotations.NullMarked;
