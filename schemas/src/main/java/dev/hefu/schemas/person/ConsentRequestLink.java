package dev.hefu.schemas.person;

import java.net.URI;
import java.time.Instant;

/**
 * Where one person is asked for a consent.
 *
 * @param url to be given to that person alone: who opens it first is asked
 * @param expiresAt first moment at which it leads nowhere
 */
public record ConsentRequestLink(URI url, Instant expiresAt) {}
