package dev.hefu.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person consents to: the kind of data, as a person would name it. */
public enum Category {
  IDENTITY,
  CONTACT,
  PURCHASE,
  PAYMENT,
  LOCATION,
  VISIT,
  AFTERSALES,
  ATTRIBUTION;

  /** The word of messages and cell names, in lower case. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category of this code; empty if there is none. */
  public static Optional<Category> of(String code) {
    return Arrays.stream(values()).filter(category -> category.code().equals(code)).findFirst();
  }

  @JsonCreator
  static Category parse(String code) {
    return of(code).orElseThrow(() -> new IllegalArgumentException("no category " + code));
  }
}
