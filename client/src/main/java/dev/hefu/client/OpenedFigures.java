package dev.hefu.client;

import dev.hefu.schemas.exchange.Figures;

/** What came of opening figures. */
public sealed interface OpenedFigures {
  /**
   * They are for this consumer and answer this question, the gateway signed them, and the log
   * contains the leaf that released them.
   *
   * @param text the figures as they were signed: the same bytes whenever the question is asked
   * @param index of the leaf
   */
  record Verified(Figures figures, String text, long index) implements OpenedFigures {}

  /**
   * Something does not hold; nothing of the answer may be used.
   *
   * @param reason one sentence that names the first check that failed
   */
  record Rejected(String reason) implements OpenedFigures {}
}
