package dev.hefu.gateway.demo.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.gateway.demo.world.WorldBuilder;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider of the demo gives what a consent covers, and no cell is dropped for the rest. */
final class ShelfTest {
  private static final String PURCHASES = "purchase.personal";

  @Test
  void onlyRecordsThatTheConsentCoversAreOnTheShelf(@TempDir Path folder) throws IOException {
    World world = WorldBuilder.build(0.01, 8, 7, (table, values) -> {});
    int customer = world.purchases().keySet().iterator().next();
    CustomerIds ids = CustomerIds.open(folder.resolve("ids"), List.of(customer));
    Shelf shelf = new Shelf(Cast.MARKETPLACE, world, ids);
    JsonNode all = purchases(shelf, ids.of(customer), RecordScope.ALL);
    LocalDate day = LocalDate.parse(all.path(0).path("date").asText());
    assertFalse(all.valueStream().allMatch(one -> date(one).equals(day)), "several days: " + all);
    JsonNode ofTheDay = purchases(shelf, ids.of(customer), new RecordScope(day, day, List.of()));
    assertFalse(ofTheDay.isEmpty());
    assertTrue(ofTheDay.valueStream().allMatch(one -> date(one).equals(day)), ofTheDay::toString);
    assertEquals(
        all.valueStream().filter(one -> date(one).equals(day)).toList(),
        ofTheDay.valueStream().toList());
  }

  private static LocalDate date(JsonNode purchase) {
    return LocalDate.parse(purchase.path("date").asText());
  }

  private static JsonNode purchases(Shelf shelf, String subject, RecordScope scope) {
    Map<String, ObjectNode> cells =
        shelf.cells(
            new RecordQuery(
                UUID.randomUUID(),
                "shop-1",
                DatasetNames.PURCHASE_HISTORY,
                1,
                subject,
                List.of(PURCHASES),
                scope,
                Instant.EPOCH));
    return Objects.requireNonNull(cells.get(PURCHASES)).path("purchases");
  }
}
