package dev.hefu.settlement.ledger;

import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;
import static dev.hefu.settlement.jooq.Tables.STATEMENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Statements: a period's postings of one party, summed by term and cause, hashed. */
public final class Statements {
  private Statements() {}

  /** Count and sum of one line of a statement. */
  private record Sum(long count, long amountMinor) {
    Sum plus(Sum other) {
      return new Sum(count + other.count, amountMinor + other.amountMinor);
    }
  }

  /** Makes and keeps one statement per party. */
  public static void write(
      DSLContext tx, UUID agreement, Program program, String period, List<Entry> entries) {
    List<Map<String, Sum>> sums = sums(program, entries);
    for (int rank = 0; rank < sums.size(); rank++) {
      String party = program.agreement().parties().get(rank);
      long total = sums.get(rank).values().stream().mapToLong(Sum::amountMinor).sum();
      Integer last =
          tx.select(DSL.max(STATEMENT.NUMBER))
              .from(STATEMENT)
              .where(STATEMENT.PARTY.eq(party))
              .fetchSingle()
              .value1();
      int number = last == null ? 1 : last + 1;
      String body = body(agreement, program, period, party, number, total, sums.get(rank));
      tx.insertInto(STATEMENT)
          .set(STATEMENT.ID, UUID.randomUUID())
          .set(STATEMENT.AGREEMENT, agreement)
          .set(STATEMENT.PERIOD, period)
          .set(STATEMENT.RANK, (short) rank)
          .set(STATEMENT.PARTY, party)
          .set(STATEMENT.NUMBER, number)
          .set(STATEMENT.TOTAL_MINOR, total)
          .set(STATEMENT.BODY, body)
          .set(STATEMENT.HASH, Sha256.hex(body))
          .execute();
    }
  }

  /** Of one period, in rank order. */
  public static List<Statement> of(DSLContext tx, UUID agreement, String period) {
    Condition of = STATEMENT.AGREEMENT.eq(agreement).and(STATEMENT.PERIOD.eq(period));
    return fetch(tx, of, Integer.MAX_VALUE);
  }

  /**
   * Of a party, newest period first.
   *
   * @param period the only one; empty for all
   * @param after behind this one of the list; empty for the first of all
   */
  public static List<Statement> of(
      DSLContext tx, String party, Optional<String> period, Optional<Place> after, int limit) {
    Condition of = STATEMENT.PARTY.eq(party);
    if (period.isPresent()) {
      of = of.and(STATEMENT.PERIOD.eq(period.get()));
    }
    if (after.isPresent()) {
      Condition samePeriod =
          STATEMENT
              .PERIOD
              .eq(after.get().period())
              .and(STATEMENT.AGREEMENT.gt(after.get().agreement()));
      of = of.and(STATEMENT.PERIOD.lt(after.get().period()).or(samePeriod));
    }
    return fetch(tx, of, limit);
  }

  /** Where a statement stands in its party's list: it has one per agreement and period. */
  public record Place(String period, UUID agreement) {}

  public static Optional<Statement> one(DSLContext tx, UUID statement, String party) {
    return fetch(tx, STATEMENT.ID.eq(statement).and(STATEMENT.PARTY.eq(party)), 1).stream()
        .findFirst();
  }

  private static List<Map<String, Sum>> sums(Program program, List<Entry> entries) {
    List<Map<String, Sum>> sums = new ArrayList<>();
    program.agreement().parties().forEach(_ -> sums.add(new TreeMap<>()));
    for (Entry entry : entries) {
      for (Posting posting : entry.postings()) {
        if (entry.cause().earns() && posting.party() >= 0) {
          String term = Journal.term(program, posting.term(), entry.cause());
          sums.get(posting.party())
              .merge(
                  term + " " + entry.cause().word(), new Sum(1, posting.amountMinor()), Sum::plus);
        }
      }
    }
    return sums;
  }

  private static String body(
      UUID agreement,
      Program program,
      String period,
      String party,
      int number,
      long total,
      Map<String, Sum> sums) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("format", "hefu-statement/1");
    body.put("agreement", agreement.toString());
    body.put("name", program.agreement().name());
    body.put("version", program.agreement().version());
    body.put("period", period);
    body.put("party", party);
    body.put("number", number);
    body.put("currency", program.agreement().currency());
    body.put("totalMinor", total);
    ArrayNode lines = body.putArray("lines");
    sums.forEach(
        (key, sum) -> {
          String[] parts = key.split(" ", -1);
          lines
              .addObject()
              .put("term", parts[0])
              .put("cause", parts[1])
              .put("count", sum.count())
              .put("amountMinor", sum.amountMinor());
        });
    return CanonicalJson.text(body);
  }

  private static List<Statement> fetch(DSLContext tx, Condition condition, int limit) {
    return tx.select()
        .from(STATEMENT)
        .join(CLOSED_PERIOD)
        .on(
            CLOSED_PERIOD.AGREEMENT.eq(STATEMENT.AGREEMENT),
            CLOSED_PERIOD.PERIOD.eq(STATEMENT.PERIOD))
        .where(condition)
        .orderBy(STATEMENT.PERIOD.desc(), STATEMENT.AGREEMENT, STATEMENT.RANK)
        .limit(limit)
        .fetch(
            row -> {
              JsonNode body =
                  StrictJson.trusted(row.get(STATEMENT.BODY).getBytes(StandardCharsets.UTF_8));
              return new Statement(
                  row.get(STATEMENT.ID),
                  row.get(STATEMENT.AGREEMENT),
                  body.path("name").textValue(),
                  row.get(STATEMENT.PARTY),
                  row.get(STATEMENT.NUMBER),
                  row.get(STATEMENT.PERIOD),
                  body.path("currency").textValue(),
                  row.get(STATEMENT.TOTAL_MINOR),
                  lines(body.path("lines")),
                  row.get(STATEMENT.HASH),
                  row.get(CLOSED_PERIOD.CLOSED_AT).toInstant());
            });
  }

  private static List<Statement.Line> lines(JsonNode array) {
    List<Statement.Line> lines = new ArrayList<>();
    for (JsonNode line : array) {
      lines.add(
          new Statement.Line(
              line.path("term").textValue(),
              line.path("cause").textValue(),
              line.path("count").longValue(),
              line.path("amountMinor").longValue()));
    }
    return lines;
  }
}
