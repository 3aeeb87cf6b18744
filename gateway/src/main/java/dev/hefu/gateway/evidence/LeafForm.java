package dev.hefu.gateway.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.crypto.Hmac;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.primitive.Providers;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a draft the form in which outsiders see it: three tags and five digests, of which those
 * that stand for nothing are random, so that all leaves of a kind look alike.
 *
 * <p>A tag is HMAC-SHA-256 of the act's id under the owner's key, cut to 16 bytes: it cannot be
 * linked to the owner, nor to another tag of theirs, without the key. A digest is SHA-256 of a
 * disclosure, base64url of {@code [salt, group, facts]}, as in SD-JWT (RFC 9901).
 */
final class LeafForm {
  /** Format of the leaf; a reader refuses any other. */
  static final int VERSION = 1;

  private static final int TAG_BYTES = 16;
  private static final int SALT_BYTES = 16;
  private static final int DIGEST_BYTES = 32;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Group[] GROUPS = Group.values();

  private final String origin;
  private final TagKeys tagKeys;
  private final SecureRandom random = new SecureRandom();

  /**
   * @throws IllegalArgumentException if the origin has a character that JSON would escape
   */
  LeafForm(String origin, TagKeys tagKeys) {
    if (!origin.matches("[A-Za-z0-9._:/-]+")) {
      throw new IllegalArgumentException(
          "log origin '" + origin + "': letters, digits and ._:/- only");
    }
    this.origin = origin;
    this.tagKeys = tagKeys;
  }

  Leaf of(LeafDraft draft) {
    List<@Nullable String> disclosures = new ArrayList<>(GROUPS.length);
    Salts salts = new Salts();
    // RFC 8785 by construction: members in order, values that need no escape.
    StringBuilder json = new StringBuilder(640);
    json.append("{\"kind\":\"").append(draft.kind().code());
    json.append("\",\"origin\":\"").append(origin);
    json.append("\",\"sd\":[");
    for (Group group : GROUPS) {
      JsonNode facts = draft.groups().get(group);
      String disclosure = facts == null ? null : disclosure(salts, group, facts);
      disclosures.add(disclosure);
      byte[] digest =
          disclosure == null
              ? salts.next(DIGEST_BYTES)
              : Providers.sha256(disclosure.getBytes(UTF_8));
      append(json, group.position(), digest);
    }
    json.append("],\"tags\":[");
    LeafDraft.Owners owners = draft.owners();
    append(json, 0, tag(salts, tagKeys.ofSubject(owners.subject()), draft.exchange()));
    append(json, 1, tag(salts, tagKeys.ofParticipant(owners.provider()), draft.exchange()));
    append(json, 2, tag(salts, tagKeys.ofParticipant(owners.consumer()), draft.exchange()));
    json.append("],\"ts\":\"").append(MILLIS.format(draft.at()));
    json.append("\",\"v\":").append(VERSION);
    json.append(",\"x\":\"").append(draft.exchange()).append("\"}");
    return new Leaf(draft, json.toString().getBytes(UTF_8), disclosures);
  }

  private static String disclosure(Salts salts, Group group, JsonNode facts) {
    ArrayNode triple = JsonNodeFactory.instance.arrayNode(3);
    triple.add(BASE64URL.encodeToString(salts.next(SALT_BYTES))).add(group.code()).add(facts);
    return BASE64URL.encodeToString(triple.toString().getBytes(UTF_8));
  }

  private static byte[] tag(Salts salts, @Nullable Secret key, UUID exchange) {
    return key == null ? salts.next(TAG_BYTES) : tagOf(key, exchange);
  }

  /** The tag of an act under an owner's key; an auditor who has the key computes the same. */
  static byte[] tagOf(Secret key, UUID exchange) {
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(exchange.getMostSignificantBits())
            .putLong(exchange.getLeastSignificantBits())
            .array();
    return Arrays.copyOf(Hmac.sha256(key, id), TAG_BYTES);
  }

  private static void append(StringBuilder json, int position, byte[] value) {
    json.append(position == 0 ? "\"" : ",\"").append(BASE64URL.encodeToString(value)).append('"');
  }

  /** The random bytes of one leaf, asked of the system at once: each asking costs microseconds. */
  private final class Salts {
    private static final int MOST = GROUPS.length * DIGEST_BYTES + 3 * TAG_BYTES;

    private final byte[] bytes = new byte[MOST];
    private int taken;

    Salts() {
      random.nextBytes(bytes);
    }

    byte[] next(int count) {
      byte[] next = Arrays.copyOfRange(bytes, taken, taken + count);
      taken += count;
      return next;
    }
  }
}
