/** The pages that persons see: what they are asked to consent to, and their account. */
@NullMarked
package dev.hefu.gateway.console;

import org.jspecify.annotations.NullMarked;
