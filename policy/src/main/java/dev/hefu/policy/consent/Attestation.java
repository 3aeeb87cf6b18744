package dev.hefu.policy.consent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider's word that the person agreed elsewhere. It permits nothing SENSITIVE, and nothing at
 * all until the person confirms it, or was told of it and {@link #SILENCE} has passed.
 *
 * @param by the provider that attests
 * @param reference what that provider calls the consent
 * @param evidence digest of what it keeps as proof, base64url
 * @param toldAt when the person was told; null until a participant has done so
 */
public record Attestation(String by, String reference, String evidence, @Nullable Instant toldAt) {
  /** How long a person who was told may object before an attested consent holds. */
  public static final Duration SILENCE = Duration.ofHours(72);
}
