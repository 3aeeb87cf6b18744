/** The engine against SQL over the raw rows of TPC-DS. */
@NullMarked
package dev.hefu.gateway.tpcds;

import org.jspecify.annotations.NullMarked;
