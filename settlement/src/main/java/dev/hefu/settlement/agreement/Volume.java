package dev.hefu.settlement.agreement;

import java.util.Optional;

/** What a term with memory counts over a window, net of refunds. */
public sealed interface Volume {
  /** An amount or a number of the lines themselves. */
  enum Plain implements Volume {
    /** What the lines divide, in minor units. */
    WHOLE("whole"),
    /** Pieces that did not come back. */
    UNITS("units");

    private final String word;

    Plain(String word) {
      this.word = word;
    }
  }

  /** All that a party got of the lines, fees and penalties included; terms with memory not. */
  record Earned(String party) implements Volume {}

  /** What a term gave. */
  record OfTerm(String term) implements Volume {}

  String EARNED = "earned:";
  String TERM = "term:";

  /** Reads the spelling of documents; empty if it is none. */
  static Optional<Volume> of(String text) {
    return Spelling.after(EARNED, text)
        .<Volume>map(Earned::new)
        .or(() -> Spelling.after(TERM, text).map(OfTerm::new))
        .or(() -> Spelling.word(Plain.values(), plain -> plain.word, text));
  }

  /** Its spelling in documents. */
  default String text() {
    return switch (this) {
      case Plain plain -> plain.word;
      case Earned(String party) -> EARNED + party;
      case OfTerm(String term) -> TERM + term;
    };
  }
}
