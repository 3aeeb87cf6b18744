package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.util.Objects;

/** A text that a line gives. */
sealed interface Text {
  String of(Line line);

  /** An attribute; empty where the line has none. */
  record Known(Attribute attribute) implements Text {
    @Override
    public String of(Line line) {
      return Objects.requireNonNullElse(line.attribute(attribute), "");
    }
  }

  /** A text as written. */
  record Constant(String value) implements Text {
    @Override
    public String of(Line line) {
      return value;
    }
  }
}
