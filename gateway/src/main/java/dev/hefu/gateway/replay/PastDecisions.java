package dev.hefu.gateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.StrictJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The decisions that are kept beside the log, in the order of their leaves. */
public final class PastDecisions {
  /** Held in memory at once; one is about 2 KB. */
  static final int PAGE = 10_000;

  private final Connection connection;

  /**
   * @param connection to the gateway's database; the caller's to close
   */
  public PastDecisions(Connection connection) {
    this.connection = connection;
  }

  /**
   * At most {@value #PAGE} decisions with leaves after this one, in which the rules answered.
   *
   * @param after index of a leaf; -1 for the first page
   * @throws SQLException if the table cannot be read
   */
  public List<PastDecision> page(long after) throws SQLException {
    return read(QUERY.formatted(">", "ASC"), after);
  }

  /**
   * The last decisions, at most {@value #PAGE}, with leaves before this one, in their order.
   *
   * @param before index of a leaf
   * @throws SQLException if the table cannot be read
   */
  public List<PastDecision> newest(long before) throws SQLException {
    return read(QUERY.formatted("<", "DESC"), before).reversed();
  }

  private static final String QUERY =
      """
      SELECT index, exchange, decision_group, policy_input, policy_decision
      FROM gateway.disclosure
      WHERE index %s ? AND policy_input IS NOT NULL AND decision_group IS NOT NULL
        AND policy_decision <> 'unavailable'
      ORDER BY index %s LIMIT ?
      """;

  private List<PastDecision> read(String query, long from) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, from);
      select.setInt(2, PAGE);
      try (ResultSet rows = select.executeQuery()) {
        List<PastDecision> page = new ArrayList<>();
        while (rows.next()) {
          page.add(read(rows));
        }
        return page;
      }
    }
  }

  /** The group is the third member of its disclosure {@code [salt, "decision", facts]}. */
  private static PastDecision read(ResultSet row) throws SQLException {
    JsonNode facts =
        StrictJson.trusted(Base64.getUrlDecoder().decode(row.getString("decision_group"))).path(2);
    return new PastDecision(
        row.getLong("index"),
        row.getObject("exchange", UUID.class),
        facts.path("policy").asText(),
        facts.path("input").asText(),
        row.getString("policy_input"),
        row.getString("policy_decision"));
  }
}
