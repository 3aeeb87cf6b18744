package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.stage.StoryBook;

/** What the steps noted for the last page, by the names of what it means. */
public final class StoryNotes {
  private final StoryBook book;

  /** The notes in a book. */
  public StoryNotes(StoryBook book) {
    this.book = book;
  }

  /** The account of the person whose data was released first. */
  public String person() {
    return book.text(FirstExchange.PERSON);
  }

  /** Who asked first. */
  public String consumer() {
    return book.text(FirstExchange.CONSUMER);
  }

  /** The cells that were released first. */
  public String cells() {
    return book.text(FirstExchange.CELLS);
  }

  /** The leaf of the first permit. */
  public long permitIndex() {
    return book.number(FirstExchange.INDEX);
  }

  /** The id of the first exchange. */
  public String permitExchange() {
    return book.text(FirstExchange.EXCHANGE);
  }

  /** The request of the first exchange. */
  public String permitRequest() {
    return book.text(FirstExchange.REQUEST);
  }

  /** Who asked how many. */
  public String figuresConsumer() {
    return book.text(AskFigures.CONSUMER);
  }

  /** What was asked. */
  public String figuresRequest() {
    return book.text(AskFigures.REQUEST);
  }

  /** How many persons were counted, rounded. */
  public long figuresPersons() {
    return book.number(AskFigures.PERSONS);
  }

  /** Of how many groups a number was told. */
  public long figuresTold() {
    return book.number(AskFigures.TOLD);
  }

  /** Of how many groups nothing was told. */
  public long figuresHidden() {
    return book.number(AskFigures.HIDDEN);
  }

  /** Why the chosen refusal was. */
  public String refusalCode() {
    return book.text(RefusedExchanges.CODE);
  }

  /** The leaf of the chosen refusal. */
  public long refusalIndex() {
    return book.number(RefusedExchanges.INDEX);
  }

  /** Who was refused. */
  public String refusedConsumer() {
    return book.text(RefusedExchanges.CONSUMER);
  }

  /** The request that was refused. */
  public String refusedRequest() {
    return book.text(RefusedExchanges.REQUEST);
  }

  /** The account of the person who revoked. */
  public String revoker() {
    return book.text(ManyExchanges.REVOKER);
  }

  /** The leaf of the revocation. */
  public long revokedIndex() {
    return book.number(ManyExchanges.REVOKED_INDEX);
  }

  /** Who lost the consent. */
  public String revokedConsumer() {
    return book.text(ManyExchanges.REVOKED_CONSUMER);
  }

  /** The leaf of a refusal after the revocation. */
  public long refusedIndex() {
    return book.number(ManyExchanges.REFUSED_INDEX);
  }

  /** The request that is refused since. */
  public String revokedRequest() {
    return book.text(ManyExchanges.REVOKED_REQUEST);
  }

  /** The leaves of the log when it was verified last. */
  public long leaves() {
    return book.number(VerifyLog.LEAVES);
  }
}
