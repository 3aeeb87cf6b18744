package dev.hefu.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.crypto.log.NoteVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the readable rows of a database against the leaves that commit to them: the digest of every
 * group must stand in its leaf, and the columns for searching must say what the groups say.
 */
public final class RowAudit {
  /** The columns of the groups, in the order of the leaf's digests. */
  private static final List<String> GROUPS =
      List.of("parties_group", "legal_group", "decision_group", "data_group", "subject_group");

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final ObjectMapper json = new ObjectMapper();

  private RowAudit() {}

  /**
   * Checks the tree over the leaves first, then each row beside it.
   *
   * @throws IOException if the tables cannot be read
   */
  public static Report check(LogDatabase database, NoteVerifier key) throws IOException {
    Report tree = LogAudit.check(database, key);
    return switch (tree) {
      case Report.Unsound unsound -> unsound;
      case Report.Sound sound -> new RowAudit().rows(database, sound);
    };
  }

  private Report rows(LogDatabase database, Report.Sound sound) throws IOException {
    AtomicReference<Report> found = new AtomicReference<>(sound);
    long[] next = {0};
    database.readRows(
        sound.checkpoint(),
        row -> {
          long index = next[0]++;
          Optional<String> fault = fault(row);
          fault.ifPresent(
              what ->
                  found.set(new Report.Unsound(OptionalLong.of(index), Report.Fault.ROW, what)));
          return fault.isEmpty();
        });
    return found.get();
  }

  private Optional<String> fault(ResultSet row) throws SQLException {
    JsonNode leaf = read(row.getBytes("bytes"));
    if (row.getString("exchange") == null) {
      return Optional.of("the row beside the leaf is gone");
    }
    if (!leaf.path("x").asText().equals(row.getString("exchange"))) {
      return Optional.of("the row's exchange is not the leaf's");
    }
    if (!leaf.path("kind").asText().equals(row.getString("kind"))) {
      return Optional.of("the row's kind is not the leaf's");
    }
    Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
    if (!Instant.parse(leaf.path("ts").asText()).equals(at)) {
      return Optional.of("the row's time is not the leaf's");
    }
    for (int i = 0; i < GROUPS.size(); i++) {
      String group = row.getString(GROUPS.get(i));
      if (group != null && !leaf.path("sd").path(i).asText().equals(digest(group))) {
        return Optional.of("the row's " + GROUPS.get(i) + " is not what the leaf commits to");
      }
    }
    return columns(row);
  }

  private Optional<String> columns(ResultSet row) throws SQLException {
    String parties = row.getString("parties_group");
    if (parties == null) {
      return Optional.empty();
    }
    JsonNode said = read(Base64.getUrlDecoder().decode(parties)).path(2);
    for (String column : List.of("provider", "consumer")) {
      String value = row.getString(column);
      if (value != null && said.has(column) && !said.path(column).asText().equals(value)) {
        return Optional.of("the row's " + column + " is not what the leaf commits to");
      }
    }
    return Optional.empty();
  }

  private JsonNode read(byte[] bytes) {
    try {
      return json.readTree(bytes);
    } catch (IOException notJson) {
      throw new UncheckedIOException("a row whose digest holds is not JSON", notJson);
    }
  }

  private static String digest(String disclosure) {
    try {
      byte[] text = disclosure.getBytes(StandardCharsets.US_ASCII);
      return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
