package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;
import java.util.regex.Pattern;

/**
 * A provider's word that a person agreed elsewhere; it gives nothing SENSITIVE, and nothing at all
 * until the person confirms it or, told of it, keeps silent for 72 hours.
 *
 * @param subject the provider's own id of the person
 * @param consent what the person agreed to, with the calling provider alone as provider
 * @param evidence SHA-256 of what the provider keeps as proof, base64url
 */
public record ConsentAttestation(String subject, ConsentGrant consent, String evidence) {
  private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Checks the members. */
  public ConsentAttestation {
    Shape.matches(Shape.LOCAL_ID, "subject", subject);
    Shape.matches(DIGEST, "evidence", evidence);
    Shape.require(!consent.flags().sensitive(), "consent", "attests sensitive data");
  }
}
