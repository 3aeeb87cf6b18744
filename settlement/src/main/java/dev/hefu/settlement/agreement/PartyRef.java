package dev.hefu.settlement.agreement;

import java.util.Optional;

/** Whom a term means: one party, or the participant that the line or shipment names. */
public sealed interface PartyRef {
  /** A party by its id. */
  record Named(String id) implements PartyRef {}

  /** The participant in this role for the line at hand. */
  record InRole(Role role) implements PartyRef {}

  /** Who may be meant by the line at hand. */
  enum Role {
    SELLER,
    STORE,
    BRAND,
    CARRIER;

    /** Its spelling in documents. */
    public String word() {
      return "$" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Reads {@code brand-3} or {@code $store}; empty if it begins with $ and is no role. */
  static Optional<PartyRef> of(String text) {
    if (!text.startsWith("$")) {
      return Optional.of(new Named(text));
    }
    return Spelling.word(Role.values(), Role::word, text).map(InRole::new);
  }

  /** Its spelling in documents. */
  default String text() {
    return switch (this) {
      case Named(String id) -> id;
      case InRole(Role role) -> role.word();
    };
  }
}
