package dev.hefu.crypto.keys;

/** What a key is for; no key is for both. */
public enum KeyUse {
  /** Signing and verifying. */
  SIGNATURE("sig"),
  /** Sealing and opening. */
  ENCRYPTION("enc");

  private final String text;

  KeyUse(String text) {
    this.text = text;
  }

  /** The member {@code use} of a JWK. */
  public String text() {
    return text;
  }
}
