package dev.hefu.gateway.demo.stage;

import dev.hefu.client.OperatorClient;
import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.partner.Access;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.recording.Recordings;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Everything that the steps act with.
 *
 * @param partners all participants by id
 * @param operator registers and suspends participants, and approves closes
 * @param persons in the order of the world's customers
 * @param recordings what every participant got in this run
 * @param database where the raw rows are, and the log's tables for the copies that are changed
 * @param book what has happened so far
 */
public record Stage(
    World world,
    DemoFolder folder,
    Access access,
    Map<String, Partner> partners,
    OperatorClient operator,
    List<Person> persons,
    Recordings recordings,
    DataSource database,
    StoryBook book,
    Progress progress) {

  /**
   * The participant of this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Partner partner(String id) {
    Partner partner = partners.get(id);
    if (partner == null) {
      throw new IllegalArgumentException("nobody is called " + id);
    }
    return partner;
  }

  /** The shop where a person is known best: the first where they bought. */
  public String homeShop(Person person) {
    return Cast.shops().stream()
        .filter(shop -> !world.purchases(shop, person.customer()).isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
