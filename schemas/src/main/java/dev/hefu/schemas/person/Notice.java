package dev.hefu.schemas.person;

/**
 * The text that a person is shown before consenting.
 *
 * @param language {@code zh} or {@code en}
 * @param digest SHA-256 of the text in UTF-8, base64url
 */
public record Notice(
    String id, int version, String language, String title, String text, String digest) {}
