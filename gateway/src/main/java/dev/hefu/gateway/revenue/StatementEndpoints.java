package dev.hefu.gateway.revenue;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.revenue.Explanation;
import dev.hefu.schemas.revenue.StatementSummary;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.ledger.Statement;
import dev.hefu.settlement.ledger.StatementPosting;
import dev.hefu.settlement.ledger.Statements;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** The statements of closed periods, and why each of their postings is what it is. */
final class StatementEndpoints {
  /** Postings in one answer; a larger statement is read in files. */
  private static final int MAX_POSTINGS = 10_000;

  private static final Pattern CURSOR =
      Pattern.compile("(\\d{4}-\\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private final DSLContext database;
  private final Settlement settlement;

  StatementEndpoints(DSLContext database, Settlement settlement) {
    this.database = database;
    this.settlement = settlement;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "listStatements", this::list,
        "readStatement", this::read,
        "explainPosting", this::explain);
  }

  private Answer list(Call call) {
    Optional<String> period = Optional.ofNullable(call.query().get("period"));
    Optional<Statements.Place> after = call.cursor(StatementEndpoints::place);
    return Answer.ok(
        call.page(
            settlement.statements(database, call.participant(), period, after, call.limit()),
            StatementEndpoints::cursor,
            StatementEndpoints::summary));
  }

  /** The cursor is the place of the last one seen. */
  private static String cursor(Statement last) {
    return last.period() + "_" + last.agreement();
  }

  private static Optional<Statements.Place> place(String cursor) {
    Matcher place = CURSOR.matcher(cursor);
    return place.matches()
        ? Optional.of(new Statements.Place(place.group(1), UUID.fromString(place.group(2))))
        : Optional.empty();
  }

  private Answer read(Call call) {
    UUID id = call.id("id");
    String party = call.participant();
    Statement statement =
        settlement
            .statement(database, id, party)
            .orElseThrow(() -> new Refusal(ErrorCode.NOT_FOUND, "you have no such statement"));
    List<StatementPosting> postings = settlement.postings(database, id, party, 0, MAX_POSTINGS);
    return Answer.ok(message(statement, postings));
  }

  private Answer explain(Call call) {
    String posting = call.parameter("id");
    if (!posting.matches("[1-9]\\d{0,17}")) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "'" + posting + "' is the id of no posting");
    }
    return settlement
        .explain(database, Long.parseLong(posting), call.participant())
        .map(
            why ->
                Answer.ok(
                    new Explanation(
                        posting,
                        why.amountMinor(),
                        why.currency(),
                        new Explanation.Sentence(why.english(), why.chinese()))))
        .orElseThrow(() -> new Refusal(ErrorCode.NOT_FOUND, "you have no such posting"));
  }

  static StatementSummary summary(Statement statement) {
    return new StatementSummary(
        statement.id().toString(),
        number(statement),
        statement.agreement().toString(),
        statement.party(),
        YearMonth.parse(statement.period()),
        statement.currency(),
        statement.totalMinor());
  }

  private static dev.hefu.schemas.revenue.Statement message(
      Statement statement, List<StatementPosting> postings) {
    return new dev.hefu.schemas.revenue.Statement(
        statement.id().toString(),
        number(statement),
        statement.agreement().toString(),
        statement.party(),
        YearMonth.parse(statement.period()),
        statement.currency(),
        statement.totalMinor(),
        null,
        statement.lines().stream()
            .map(
                line ->
                    new dev.hefu.schemas.revenue.Statement.Total(
                        line.term() + "/" + line.cause(), line.amountMinor()))
            .toList(),
        statement.hash(),
        postings.stream().map(StatementEndpoints::line).toList(),
        null);
  }

  private static dev.hefu.schemas.revenue.Statement.Line line(StatementPosting posting) {
    return new dev.hefu.schemas.revenue.Statement.Line(
        Long.toString(posting.id()),
        posting.term(),
        posting.amountMinor(),
        null,
        posting.line(),
        posting.cause());
  }

  private static String number(Statement statement) {
    return statement.party() + "-" + statement.number();
  }
}
