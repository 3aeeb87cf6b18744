/**
 * How a partner or a person shows who they are: tokens, and proofs of the key they are bound to.
 */
@NullMarked
package dev.hefu.client.token;

import org.jspecify.annotations.NullMarked;
