/** The HTTP door: what the contract describes, served; one virtual thread for each request. */
@NullMarked
package dev.hefu.gateway.http;

import org.jspecify.annotations.NullMarked;
