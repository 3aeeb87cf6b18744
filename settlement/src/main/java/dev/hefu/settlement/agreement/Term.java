package dev.hefu.settlement.agreement;

import java.util.Optional;

/**
 * One rule of an agreement with its conditions.
 *
 * @param only lines it holds for
 * @param keep whether its shares stay when the line is refunded
 * @param borneBy who gives back in its place; empty for the remaining party
 * @param sourceLine from 1 in the document as given; 0 if unknown
 */
public record Term(
    String id,
    Rule rule,
    Selector only,
    boolean keep,
    Optional<PartyRef> borneBy,
    int sourceLine) {}
