package dev.hefu.settlement.ledger;

import static dev.hefu.settlement.jooq.Tables.ENTRY;
import static dev.hefu.settlement.jooq.Tables.EVENT;
import static dev.hefu.settlement.jooq.Tables.POSTING;

import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Runner;
import dev.hefu.settlement.program.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;

/** The ledger: entries are written whole by COPY and never change. */
public final class Journal {
  /** Places of one entry; an entry has at most two postings per share and fee of a line. */
  private static final long PLACES = 1L << 15;

  /** Causes by which balances only move. */
  private static final List<Short> MOVES =
      Arrays.stream(Cause.values())
          .filter(cause -> !cause.earns())
          .map(cause -> (short) cause.code())
          .toList();

  private Journal() {}

  /**
   * One posting as it is kept.
   *
   * @param id names it outside
   * @param event number in the inbox; empty for those of the runner
   * @param passed the month at whose end time passed, if that made it
   */
  public record Kept(
      long id,
      int agreement,
      Optional<Long> event,
      Optional<YearMonth> passed,
      String period,
      Cause cause,
      int place,
      int term,
      int party,
      State state,
      long amountMinor) {}

  /**
   * Writes entries of one period.
   *
   * @param events the inbox numbers by source and id, with a space between
   */
  public static void write(
      DSLContext tx, int agreement, String period, List<Entry> entries, Map<String, Long> events) {
    Long last = tx.select(DSL.max(ENTRY.ID)).from(ENTRY).fetchSingle().value1();
    long id = last == null ? 1 : last + 1;
    StringBuilder heads = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    for (Entry entry : entries) {
      Long event = events.get(entry.event().source() + " " + entry.event().id());
      heads.append(id).append('\t').append(agreement).append('\t');
      heads.append(event == null ? "\\N" : event.toString()).append('\t');
      heads.append(number(period)).append('\t').append(entry.cause().code()).append('\t');
      heads.append(Runner.month(entry.event()).map(Journal::number).orElse("\\N")).append('\n');
      postings(id, entry, rows);
      id++;
    }
    copy(tx, "entry (id, agreement, event, period, cause, passed)", heads);
    copy(tx, "posting (entry, amount_minor, place, item, term, party, state)", rows);
  }

  private static void postings(long id, Entry entry, StringBuilder rows) {
    for (int place = 0; place < entry.postings().size(); place++) {
      Posting posting = entry.postings().get(place);
      rows.append(id).append('\t').append(posting.amountMinor()).append('\t').append(place);
      rows.append('\t').append(posting.item()).append('\t').append(posting.term());
      rows.append('\t').append(posting.party()).append('\t').append(posting.state().code());
      rows.append('\n');
    }
  }

  private static void copy(DSLContext tx, String target, StringBuilder rows) {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
    tx.connection(
        connection -> {
          try {
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    "copy settlement." + target + " from stdin", new ByteArrayInputStream(bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** What a party earned in a period, in canonical order, after a posting's id. */
  public static List<StatementPosting> earned(
      DSLContext tx,
      int agreement,
      Program program,
      String period,
      int party,
      long after,
      int limit) {
    return tx.select(
            POSTING.ENTRY,
            POSTING.PLACE,
            POSTING.TERM,
            POSTING.AMOUNT_MINOR,
            ENTRY.CAUSE,
            EVENT.LINE,
            EVENT.ID,
            EVENT.HAPPENED_AT)
        .from(ENTRY)
        .join(POSTING)
        .on(POSTING.ENTRY.eq(ENTRY.ID))
        .leftJoin(EVENT)
        .on(EVENT.NUMBER.eq(ENTRY.EVENT))
        .where(
            ENTRY.AGREEMENT.eq(agreement),
            ENTRY.PERIOD.eq(number(period)),
            ENTRY.CAUSE.notIn(MOVES),
            POSTING.PARTY.eq((short) party),
            DSL.row(POSTING.ENTRY, POSTING.PLACE).gt(after / PLACES, (short) (after % PLACES)))
        .orderBy(POSTING.ENTRY, POSTING.PLACE)
        .limit(limit)
        .fetch(row -> posting(row, program));
  }

  private static StatementPosting posting(Record row, Program program) {
    String line = row.get(EVENT.LINE);
    String event = row.get(EVENT.ID);
    Cause cause = Cause.of(row.get(ENTRY.CAUSE));
    return new StatementPosting(
        row.get(POSTING.ENTRY) * PLACES + row.get(POSTING.PLACE),
        line == null ? "" : line,
        event == null ? "" : event,
        line == null ? Instant.EPOCH : row.get(EVENT.HAPPENED_AT).toInstant(),
        term(program, row.get(POSTING.TERM), cause),
        cause.word(),
        row.get(POSTING.AMOUNT_MINOR));
  }

  /** The id of a term; the cause's word for what no term gives. */
  public static String term(Program program, int term, Cause cause) {
    return term >= 0 ? program.terms().get(term).id() : cause.word();
  }

  /** One posting by its id. */
  public static Optional<Kept> kept(DSLContext tx, long id) {
    return tx.select()
        .from(POSTING)
        .join(ENTRY)
        .on(ENTRY.ID.eq(POSTING.ENTRY))
        .where(POSTING.ENTRY.eq(id / PLACES), POSTING.PLACE.eq((short) (id % PLACES)))
        .fetchOptional(
            row ->
                new Kept(
                    id,
                    row.get(ENTRY.AGREEMENT),
                    Optional.ofNullable(row.get(ENTRY.EVENT)),
                    Optional.ofNullable(row.get(ENTRY.PASSED))
                        .map(month -> YearMonth.parse(text(month))),
                    text(row.get(ENTRY.PERIOD)),
                    Cause.of(row.get(ENTRY.CAUSE)),
                    Objects.requireNonNull(row.get(POSTING.PLACE)),
                    row.get(POSTING.TERM),
                    row.get(POSTING.PARTY),
                    State.of(row.get(POSTING.STATE)),
                    row.get(POSTING.AMOUNT_MINOR)));
  }

  /** A period as a number, 202606. */
  private static int number(String period) {
    return Integer.parseInt(period.replace("-", ""));
  }

  private static String number(YearMonth month) {
    return String.valueOf(number(month.toString()));
  }

  private static String text(int period) {
    return "%04d-%02d".formatted(period / 100, period % 100);
  }
}
