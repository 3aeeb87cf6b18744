/** What messages of every kind are made of: how they are read, their evidence, their problems. */
@NullMarked
package dev.hefu.schemas.message;

import org.jspecify.annotations.NullMarked;
