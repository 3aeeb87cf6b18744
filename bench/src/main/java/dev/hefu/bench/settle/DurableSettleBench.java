package dev.hefu.bench.settle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.bench.measure.BenchFolder;
import dev.hefu.bench.measure.Row;
import dev.hefu.gateway.demo.month.MonthEvents;
import dev.hefu.gateway.demo.month.RevenueDocuments;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.gateway.demo.world.WorldBuilder;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.settlement.AgreementOutcome;
import dev.hefu.settlement.CloseOutcome;
import dev.hefu.settlement.ClosePreparation;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.event.Arrival;
import dev.hefu.settlement.event.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * One month of the demo's world end to end: its events received and kept, one close per brand, the
 * postings and statements durable; beside receiving the events alone. Signatures and HTTP are left
 * out.
 */
public final class DurableSettleBench {
  private static final double SCALE = 0.05;
  private static final int PERSONS = 60;
  private static final int SEED = 7;

  private final Settlement settlement = new Settlement();
  private final Instant afterwards =
      WorldBuilder.MONTH.plusMonths(2).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    World world = WorldBuilder.build(SCALE, PERSONS, SEED, (table, row) -> {});
    Map<String, List<ObjectNode>> events = MonthEvents.of(world);
    try (BenchFolder folder = new BenchFolder();
        LocalPostgres postgres = LocalPostgres.start(folder.path().resolve("postgres"), 0)) {
      Migrations.run(postgres.dataSource());
      DSLContext database = DSL.using(postgres.dataSource(), SQLDialect.POSTGRES);
      List<UUID> agreements = Cast.brands().stream().map(brand -> agree(database, brand)).toList();
      long start = System.nanoTime();
      receive(database, events);
      double received = seconds(start);
      long lines = agreements.stream().mapToLong(agreement -> close(database, agreement)).sum();
      double all = seconds(start);
      return List.of(
          new Row(
              "settled end to end, durable, one connection",
              lines / all,
              "lines/s",
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              "receiving their events alone",
              lines / received,
              all));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private UUID agree(DSLContext database, String brand) {
    byte[] document = CanonicalJson.bytes(RevenueDocuments.of(brand));
    Function<String, Optional<byte[]>> signed = jws -> Optional.of(jws.getBytes(UTF_8));
    String text =
        switch (Settlement.canonical(document)) {
          case Settlement.Canonical.Text(String canonical) -> canonical;
          case Settlement.Canonical.Faulty faulty ->
              throw new IllegalStateException(faulty.toString());
        };
    List<String> parties = RevenueDocuments.parties(brand);
    Instant before = WorldBuilder.MONTH.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    AgreementOutcome proposed =
        settlement.propose(database, parties.getFirst(), document, text, signed, before);
    if (!(proposed instanceof AgreementOutcome.Proposed(var view))) {
      throw new IllegalStateException(proposed.toString());
    }
    for (String party : parties.subList(1, parties.size())) {
      settlement.countersign(database, view.id(), party, text, signed, before);
    }
    return view.id();
  }

  private void receive(DSLContext database, Map<String, List<ObjectNode>> events) {
    Map<String, Sender> senders = new HashMap<>();
    Cast.members().forEach(each -> senders.put(each.id(), new Sender(each.id(), each.kind())));
    events.forEach(
        (id, sent) -> {
          Sender sender = Objects.requireNonNull(senders.get(id), id);
          for (int from = 0; from < sent.size(); from += Settlement.MAX_BATCH_EVENTS) {
            int to = Math.min(from + Settlement.MAX_BATCH_EVENTS, sent.size());
            List<byte[]> batch = new ArrayList<>();
            sent.subList(from, to).forEach(event -> batch.add(CanonicalJson.bytes(event)));
            database.transaction(
                tx -> settlement.accept(tx.dsl(), sender, batch, Arrival.IMPORT, afterwards));
          }
        });
  }

  private long close(DSLContext database, UUID agreement) {
    String period = WorldBuilder.MONTH.toString();
    ClosePreparation prepared = settlement.prepareClose(database, agreement, period, afterwards);
    if (!(prepared instanceof ClosePreparation.Ready ready)) {
      throw new IllegalStateException(prepared.toString());
    }
    CloseOutcome outcome =
        database.transactionResult(tx -> settlement.close(tx.dsl(), ready, "bench"));
    if (!(outcome instanceof CloseOutcome.Closed closed)) {
      throw new IllegalStateException(outcome.toString());
    }
    return closed.lines();
  }
}
