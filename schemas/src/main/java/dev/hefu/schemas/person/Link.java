package dev.hefu.schemas.person;

import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tie between the person and one participant's account.
 *
 * @param evidence the leaf of its making; null when read
 */
public record Link(String id, String participant, Instant linkedAt, @Nullable Evidence evidence) {}
