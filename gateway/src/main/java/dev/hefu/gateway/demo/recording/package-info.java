/**
 * Every byte that participants get, recorded, so that nobody has to believe that two of them share
 * no value about a person.
 */
@NullMarked
package dev.hefu.gateway.demo.recording;

import org.jspecify.annotations.NullMarked;
