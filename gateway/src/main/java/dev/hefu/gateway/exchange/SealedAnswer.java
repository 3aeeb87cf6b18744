package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer that is ready to leave once its evidence is durable.
 *
 * @param data what its leaf says of it
 * @param records how many records it counts as
 */
record SealedAnswer(String envelope, ObjectNode data, int records) {}
