package dev.hefu.schemas.officer;

import dev.hefu.schemas.message.Evidence;

/**
 * Whom a leaf is about, in the words of one participant.
 *
 * @param leaf index of the exchange's leaf
 * @param subject the participant's own id of the person
 * @param evidence the leaf of this reading
 */
public record Resolution(long leaf, String participant, String subject, Evidence evidence) {}
