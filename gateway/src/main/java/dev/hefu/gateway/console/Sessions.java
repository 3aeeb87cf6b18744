package dev.hefu.gateway.console;

import static dev.hefu.gateway.jooq.Tables.CONSOLE_SESSION;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Who is signed in, on any node: a random token in the person's browser, its digest here. A session
 * ends by signing out, when it was idle for {@link #IDLE}, and {@link #LIFE} after it began.
 */
final class Sessions {
  /** A person reads a consent page within this; a lost phone is of no use after it. */
  static final Duration IDLE = Duration.ofMinutes(15);

  /** No one consents for longer at a time. */
  static final Duration LIFE = Duration.ofHours(8);

  private static final int TOKEN_BYTES = 32;

  private final DSLContext database;

  Sessions(DSLContext database) {
    this.database = database;
  }

  /**
   * A session that holds.
   *
   * @param csrf what every form of its pages must send along
   */
  record Session(UUID person, String csrf) {}

  /** Begins a session and drops those that are over; tells the token for the browser. */
  String begin(UUID person, Instant now) {
    database
        .deleteFrom(CONSOLE_SESSION)
        .where(CONSOLE_SESSION.BEGUN_AT.lt(at(now.minus(LIFE))))
        .execute();
    String token = random();
    database
        .insertInto(CONSOLE_SESSION)
        .set(CONSOLE_SESSION.TOKEN_DIGEST, digest(token))
        .set(CONSOLE_SESSION.SUBJECT, person)
        .set(CONSOLE_SESSION.CSRF, random())
        .set(CONSOLE_SESSION.BEGUN_AT, at(now))
        .set(CONSOLE_SESSION.SEEN_AT, at(now))
        .execute();
    return token;
  }

  /** The session of this token, which is thereby not idle; empty if it does not hold. */
  Optional<Session> find(String token, Instant now) {
    return database
        .update(CONSOLE_SESSION)
        .set(CONSOLE_SESSION.SEEN_AT, at(now))
        .where(CONSOLE_SESSION.TOKEN_DIGEST.eq(digest(token)))
        .and(CONSOLE_SESSION.SEEN_AT.gt(at(now.minus(IDLE))))
        .and(CONSOLE_SESSION.BEGUN_AT.gt(at(now.minus(LIFE))))
        .returning(CONSOLE_SESSION.SUBJECT, CONSOLE_SESSION.CSRF)
        .fetchOptional()
        .map(row -> new Session(row.getSubject(), row.getCsrf()));
  }

  /** Ends the session of this token. */
  void end(String token) {
    database
        .deleteFrom(CONSOLE_SESSION)
        .where(CONSOLE_SESSION.TOKEN_DIGEST.eq(digest(token)))
        .execute();
  }

  static String random() {
    return Base64Url.encode(Providers.randomBytes(TOKEN_BYTES));
  }

  private static byte[] digest(String token) {
    return Providers.sha256(token.getBytes(StandardCharsets.UTF_8));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
