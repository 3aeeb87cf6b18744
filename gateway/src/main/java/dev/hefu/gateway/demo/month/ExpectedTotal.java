package dev.hefu.gateway.demo.month;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What plain SQL makes of the generator's raw rows. It knows the terms of the agreements, and
 * shares nothing with the engine that divides.
 */
final class ExpectedTotal {
  private static final String QUERY = "/demo/expected-total.sql";

  private ExpectedTotal() {}

  /** Computes the month's totals from the schema {@code tpcds}. */
  static Total of(Connection connection, YearMonth month) throws SQLException {
    Map<Total.Key, Long> byChannel = new HashMap<>();
    Map<String, Long> byParty = new HashMap<>();
    long lines = 0;
    long leftOut = 0;
    try (PreparedStatement select = connection.prepareStatement(text(QUERY))) {
      select.setDate(1, Date.valueOf(month.atDay(1)));
      select.setDate(2, Date.valueOf(month.plusMonths(1).atDay(1)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String party = row.getString("party");
          long value = row.getLong("minor");
          switch (row.getString("scope")) {
            case "channel" -> byChannel.put(new Total.Key(party, row.getString("channel")), value);
            case "party" -> byParty.put(party, value);
            case "lines" -> lines = value;
            case "left-out" -> leftOut = value;
            default -> throw new IllegalStateException(row.getString("scope"));
          }
        }
      }
    }
    return new Total(byChannel, byParty, lines, leftOut);
  }

  private static String text(String resource) {
    try (InputStream stream =
        Objects.requireNonNull(ExpectedTotal.class.getResourceAsStream(resource), resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
