package dev.hefu.gateway.demo.month;

import dev.hefu.gateway.demo.stage.StoryBook;

/** What the steps about money noted for the last page, by the names of what it means. */
public final class MonthNotes {
  private final StoryBook book;

  /** The notes in a book. */
  public MonthNotes(StoryBook book) {
    this.book = book;
  }

  /** The posting that is explained. */
  public String centPosting() {
    return book.text(ExplainOneCent.POSTING);
  }

  /** The explanation in English. */
  public String centEn() {
    return book.text(ExplainOneCent.EN);
  }

  /** The explanation in Chinese. */
  public String centZh() {
    return book.text(ExplainOneCent.ZH);
  }

  /** The lines that were settled. */
  public long lines() {
    return book.number(CompareTotals.LINES);
  }

  /** The lines that were left out because a key is missing. */
  public long leftOut() {
    return book.number(CompareTotals.LEFT_OUT);
  }

  /** The postings of all statements. */
  public long postings() {
    return book.number(CompareTotals.POSTINGS);
  }

  /** The statements of the month. */
  public long statements() {
    return book.number(CompareTotals.STATEMENTS);
  }
}
