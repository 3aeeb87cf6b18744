/** The folder in which one demo's data lives. */
@NullMarked
package dev.hefu.gateway.demo.folder;

import org.jspecify.annotations.NullMarked;
