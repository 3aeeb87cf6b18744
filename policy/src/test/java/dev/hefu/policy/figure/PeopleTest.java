package dev.hefu.policy.figure;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a figure may count. */
final class PeopleTest {
  private static final People.Scope SCOPE =
      new People.Scope(PAY, MALL, Purpose.RECOMMENDATION, Category.PAYMENT, false);

  private static List<String> counted(World world, People.Scope scope, Instant now) {
    return counted(world, scope, 1, now);
  }

  private static List<String> counted(World world, People.Scope scope, int fewest, Instant now) {
    RoundTrip trip = new RoundTrip();
    Supplier<List<People.Person>> found =
        new People(world.localIds).search(trip, scope, fewest, now);
    trip.send(world.tx);
    return found.get().stream().map(person -> person.providerLocalId().get()).toList();
  }

  private static List<String> counted(World world) {
    return counted(world, SCOPE, NOON.plusSeconds(60));
  }

  @Test
  void ofFewerThanAreToldNoneAreFound() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          UUID wu = world.person("wu");
          for (UUID person : List.of(lin, lin, wu)) {
            changed(world.consents.grant(tx, NOON, person, terms(), NOTICE));
          }
          Instant later = NOON.plusSeconds(60);
          assertEquals(2, counted(world, SCOPE, 2, later).size());
          assertEquals(List.of(), counted(world, SCOPE, 3, later));
        });
  }

  @Test
  void whoConsentedIsFoundByTheProvidersOwnId() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.grant(world.person("lin"));
          world.person("wei");
          assertEquals(List.of("p-lin"), counted(world));
        });
  }

  @Test
  void whoConsentedTwiceIsCountedOnce() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          world.grant(lin);
          world.grant(lin);
          assertEquals(List.of("p-lin"), counted(world));
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing is changed      | consents SET version = 1                                    | 1",
        "the lowest tier         | consents SET highest_tier = 'AGGREGATE'                     | 1",
        "no flag for sensitive   | consents SET separate_sensitive = false                     | 1",
        "paused                  | consents SET state = 'PAUSED'                               | 0",
        "revoked                 | consents SET state = 'REVOKED'                              | 0",
        "requested               | consents SET state = 'REQUESTED'                            | 0",
        "not yet in force        | consents SET valid_from = valid_from + interval '1 hour'    | 0",
        "over                    | consents SET valid_until = valid_from + interval '1 minute' | 0",
        "for another purpose     | consents SET purpose = 'service'                            | 0",
        "of another category     | consents SET categories = '{purchase}'                      | 0",
        "of another provider     | consents SET providers = '{bank}'                           | 0",
        "to another consumer     | consents SET consumer = 'shop'                              | 0",
        "for one time            | consents SET mode = 'ONE_TIME'                              | 0",
        "so often and no more    | consents SET frequency_limit = 1, frequency_window = 'DAY'  | 0",
        "for some records        | consents SET records = '{\"only\":[]}'                      | 0",
        "for so many records     | consents SET max_records = 5                                | 0",
        "unlinked at one         | links SET active = false, ended_at = linked_at WHERE participant"
            + " = 'pay'  | 0",
        "unlinked at the other   | links SET active = false, ended_at = linked_at WHERE participant"
            + " = 'mall' | 0",
        "a child                 | links SET minor_until = '2030-01-01' WHERE participant = 'mall'"
            + " | 0",
        "no longer a child       | links SET minor_until = '2026-03-01'                        | 1",
      })
  void whoIsCounted(String why, String change, int persons) {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.grant(world.person("lin"));
          tx.execute("UPDATE policy." + change);
          assertEquals(persons, counted(world).size(), why);
        });
  }

  @Test
  void aChildWhoseGuardianConsentedIsCounted() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.grant(world.person("lin"));
          tx.execute("UPDATE policy.links SET minor_until = '2030-01-01'");
          tx.execute("UPDATE policy.consents SET separate_guardian = true");
          assertEquals(1, counted(world).size());
        });
  }

  @Test
  void whatSomebodyElseAttestedCountsForNothingSensitive() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          world.grant(world.person("lin"));
          tx.execute(
              "UPDATE policy.consents SET separate_sensitive = false, attested_by = 'pay',"
                  + " attested_reference = 'r', attested_evidence = 'e'");
          People.Scope sensitive =
              new People.Scope(PAY, MALL, Purpose.RECOMMENDATION, Category.PAYMENT, true);
          assertEquals(1, counted(world).size());
          assertEquals(0, counted(world, sensitive, NOON.plusSeconds(60)).size());
        });
  }
}
