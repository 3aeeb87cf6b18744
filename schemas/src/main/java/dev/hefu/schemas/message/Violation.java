package dev.hefu.schemas.message;

/**
 * One fault of a request.
 *
 * @param pointer JSON Pointer into the request (RFC 6901); empty for the whole
 * @param message what is wrong there, with its numbers
 */
public record Violation(String pointer, String message) {}
