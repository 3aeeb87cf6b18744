@NullMarked
package dev.hefu.settlement.cases;

import org.jspecify.annotations.NullMarked;
