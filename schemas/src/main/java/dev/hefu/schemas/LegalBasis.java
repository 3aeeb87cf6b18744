package dev.hefu.schemas;

import java.net.URI;

/**
 * On what ground of the Personal Information Protection Law (Art. 13) the person's data is shared,
 * mapped to the W3C Data Privacy Vocabulary 2. Whatever the ground, the person is asked: without a
 * consent nothing leaves.
 */
public enum LegalBasis {
  /** The person agrees (Art. 13, item 1). */
  CONSENT("Consent"),
  /** A contract with the person needs it (Art. 13, item 2). */
  CONTRACT("Contract"),
  /** A statutory duty needs it (Art. 13, item 3). */
  LEGAL_DUTY("LegalObligation");

  private final String concept;

  LegalBasis(String concept) {
    this.concept = concept;
  }

  /** The concept of the Data Privacy Vocabulary that this basis is. */
  public URI dpv() {
    return URI.create("https://w3id.org/dpv#" + concept);
  }
}
