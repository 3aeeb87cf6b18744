package dev.hefu.gateway.demo.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.schemas.ParticipantKind;
import io.trino.tpcds.Table;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class WorldTest {
  /** The smallest world that TPC-DS makes. */
  private static final double SCALE = 0.01;

  private static final int PERSONS = 60;
  private static final Map<Table, Integer> RAW = new EnumMap<>(Table.class);
  private static World world;

  @BeforeAll
  static void build() {
    world =
        WorldBuilder.build(SCALE, PERSONS, 7, (table, values) -> RAW.merge(table, 1, Integer::sum));
  }

  @Test
  void everyParticipantStandsOnce() {
    List<Cast.Member> members = Cast.members();
    Set<String> ids = members.stream().map(Cast.Member::id).collect(Collectors.toSet());
    assertEquals(members.size(), ids.size());
    assertEquals(1 + 1 + Cast.SHOPS + Cast.BRANDS + Cast.CARRIERS, ids.size());
    ids.forEach(id -> assertTrue(id.matches("[a-z][a-z0-9-]{1,39}"), id));
    assertEquals(Cast.MARKETPLACE, members.getFirst().id());
    members.forEach(
        member -> assertFalse(member.names().en().isBlank() || member.names().zh().isBlank()));
  }

  @Test
  void foldsReachEveryParticipantAndNobodyElse() {
    for (int key = 1; key <= 50; key++) {
      assertTrue(Cast.brands().contains(Cast.brand(key)));
      assertTrue(Cast.carriers().contains(Cast.carrier(key)));
      assertTrue(Cast.shops().contains(Cast.shop(key, key * 7)));
    }
    assertEquals(Cast.BRANDS, Cast.brands().size());
    assertEquals(Set.copyOf(Cast.shops()), sellers(Channel.STORE));
    assertEquals(Set.of(Cast.MARKETPLACE), sellers(Channel.WEB));
    assertEquals(Set.of(Cast.MARKETPLACE), sellers(Channel.CATALOGUE));
  }

  @Test
  void everyLineIsOfTheMonthAndComplete() {
    assertTrue(world.lines().size() > 5_000, "%d lines".formatted(world.lines().size()));
    for (Line line : world.lines()) {
      assertEquals(
          WorldBuilder.MONTH, YearMonth.from(line.soldAt().atZone(ZoneOffset.UTC)), line.order());
      assertTrue(line.quantity() > 0 && line.paidMinor() >= 0, line.order());
      assertEquals(line.channel() == Channel.STORE, line.shipment().isEmpty(), line.order());
    }
  }

  @Test
  void aLineIsNamedOnce() {
    Set<String> names = new HashSet<>();
    for (Line line : world.lines()) {
      String name = line.seller() + "/" + line.order() + "/" + line.number();
      assertTrue(names.add(name), name);
    }
  }

  @Test
  void nothingComesBackThatWasNotBought() {
    List<Line> returned =
        world.lines().stream().filter(line -> line.returned().isPresent()).toList();
    assertFalse(returned.isEmpty());
    for (Line line : returned) {
      Line.Return back = line.returned().orElseThrow();
      assertTrue(back.quantity() <= line.quantity(), line.order());
      assertTrue(back.amountMinor() <= line.paidMinor(), line.order());
      assertFalse(back.receivedAt().isBefore(line.soldAt()), line.order());
    }
  }

  @Test
  void linesWithoutAKeyAreCountedPerChannel() {
    assertEquals(Set.of(Channel.values()), world.leftOut().keySet());
    assertTrue(world.leftOut().getOrDefault(Channel.STORE, 0) > 0);
  }

  @Test
  void thePersonsBoughtInSeveralChannels() {
    assertEquals(PERSONS, world.customers().size());
    for (int customer : world.customers()) {
      assertFalse(world.purchases(Cast.MARKETPLACE, customer).isEmpty());
      assertTrue(
          Cast.shops().stream().anyMatch(shop -> !world.purchases(shop, customer).isEmpty()));
      assertTrue(world.payer(customer).isPresent());
    }
    assertTrue(world.payer(-1).isEmpty());
    assertTrue(world.purchases(Cast.MARKETPLACE, -1).isEmpty());
  }

  @Test
  void theRawRowsAreAllSeen() {
    assertEquals(
        Set.of(
            Table.STORE_SALES,
            Table.STORE_RETURNS,
            Table.WEB_SALES,
            Table.WEB_RETURNS,
            Table.CATALOG_SALES,
            Table.CATALOG_RETURNS,
            Table.ITEM),
        RAW.keySet());
    assertTrue(RAW.getOrDefault(Table.STORE_SALES, 0) > 100_000);
  }

  @Test
  void theSameArgumentsMakeTheSameWorld() {
    World again = WorldBuilder.build(SCALE, PERSONS, 7, (table, values) -> {});
    assertEquals(world, again);
  }

  @Test
  void anotherSeedChoosesOthers() {
    World other = WorldBuilder.build(SCALE, PERSONS, 500, (table, values) -> {});
    assertFalse(other.customers().equals(world.customers()));
    assertEquals(world.lines(), other.lines());
  }

  @Test
  void moreCustomersThanThereAreAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> WorldBuilder.build(SCALE, 5_000, 7, (table, values) -> {}));
  }

  @Test
  void kindsOfTheCastAreThoseOfTheStory() {
    assertEquals(
        Set.of(
            ParticipantKind.PLATFORM,
            ParticipantKind.PAYMENT,
            ParticipantKind.STORE,
            ParticipantKind.BRAND,
            ParticipantKind.CARRIER),
        Cast.members().stream().map(Cast.Member::kind).collect(Collectors.toSet()));
  }

  private static Set<String> sellers(Channel channel) {
    return world.lines().stream()
        .filter(line -> line.channel() == channel)
        .map(Line::seller)
        .collect(Collectors.toSet());
  }
}
