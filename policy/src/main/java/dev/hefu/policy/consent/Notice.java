package dev.hefu.policy.consent;

/**
 * The notice that was shown to the person.
 *
 * @param language BCP 47 tag of the text that was shown
 * @param digest SHA-256 of that text, base64url
 */
public record Notice(String id, int version, String language, String digest) {}
