package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.TAG_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.Providers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which an owner's leaves can be found again: one per subject and participant, kept
 * wrapped under the root key. Destroying the row makes the owner's leaves unlinkable for ever,
 * without touching the log.
 */
public final class TagKeys {
  /** Unwrapped keys kept in memory; beyond it the cache starts anew. */
  private static final int MAX_CACHED = 100_000;

  private final KeyFile keyFile;
  private final DSLContext database;
  private final Map<String, Secret> cache = new ConcurrentHashMap<>();

  /**
   * @param database a context outside any transaction: a key is there before its owner's first leaf
   */
  public TagKeys(KeyFile keyFile, DSLContext database) {
    this.keyFile = keyFile;
    this.database = database;
  }

  @Nullable Secret ofSubject(@Nullable UUID subject) {
    return subject == null ? null : key("subject:" + subject);
  }

  @Nullable Secret ofParticipant(@Nullable String participant) {
    return participant == null ? null : key("participant:" + participant);
  }

  /** What an owner's first leaf says of their key: SHA-256, hiding because the key is random. */
  public byte[] commitmentOfSubject(UUID subject) {
    return commitment("subject:" + subject);
  }

  /** What a participant's first leaf says of their key. */
  public byte[] commitmentOfParticipant(String participant) {
    return commitment("participant:" + participant);
  }

  private byte[] commitment(String owner) {
    return Providers.sha256(key(owner).read(SecretAccess.granted()));
  }

  private Secret key(String owner) {
    Secret cached = cache.get(owner);
    if (cached != null) {
      return cached;
    }
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    return cache.computeIfAbsent(owner, this::loadOrCreate);
  }

  private Secret loadOrCreate(String owner) {
    byte[] context = owner.getBytes(UTF_8);
    byte[] created = keyFile.wrap(Secret.random(), context);
    database
        .insertInto(TAG_KEY, TAG_KEY.OWNER, TAG_KEY.WRAPPED)
        .values(owner, created)
        .onConflictDoNothing()
        .execute();
    byte[] kept =
        database
            .select(TAG_KEY.WRAPPED)
            .from(TAG_KEY)
            .where(TAG_KEY.OWNER.eq(owner))
            .fetchSingle(TAG_KEY.WRAPPED);
    return keyFile
        .unwrap(kept, context)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the tag key of " + owner + " is under another root key"));
  }
}
