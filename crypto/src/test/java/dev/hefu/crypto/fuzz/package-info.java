/**
 * Every parser against arbitrary input: nothing makes it throw, and what it takes has the form that
 * we write.
 *
 * <p>In an ordinary run each test reads its inputs under {@code src/test/resources}; with {@code
 * mvn -Pfuzz -pl crypto -am verify} each looks for new ones for a minute, and keeps what fails.
 */
@NullMarked
package dev.hefu.crypto.fuzz;

import org.jspecify.annotations.NullMarked;
