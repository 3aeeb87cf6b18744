/** May this happen? */
@NullMarked
package dev.hefu.policy;

import org.jspecify.annotations.NullMarked;
