package dev.hefu.policy.admit;

import java.time.LocalDate;
import java.util.UUID;

/**
 * The answer that a question has from now on, for its day; keeping it is what the question costs.
 *
 * @param question its digest
 * @param agreement the sharing agreement under which it was asked
 * @param exchange in which it was
 */
record FigureAnswer(String question, UUID agreement, LocalDate day, String text, UUID exchange) {}
