package dev.hefu.gateway.demo;

import dev.hefu.client.OperatorClient;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.folder.DemoRefused;
import dev.hefu.gateway.demo.partner.Access;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.recording.Recordings;
import dev.hefu.gateway.demo.stage.Progress;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.StoryBook;
import dev.hefu.gateway.demo.story.Story;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.RawTables;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.gateway.demo.world.WorldBuilder;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running demo: parts, world and cast. They stop in the reverse order. */
public final class Demo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** The network's operator in the demo. */
  private static final String OPERATOR = "network-operator";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DemoOptions options;
  private final DemoFolder folder;
  private final StoryBook book;
  private final Progress progress;

  private Demo(DemoOptions options, Progress progress) throws IOException {
    this.options = options;
    this.folder = DemoFolder.open(options.folder());
    this.book = StoryBook.open(folder.story());
    this.progress = progress;
    DemoLog.to(folder.part(DemoFolder.LOG));
  }

  /**
   * Starts everything and tells the story.
   *
   * @throws DemoRefused if the folder, the port or the options do not allow it
   * @throws IOException if a part does not start
   */
  public static Ended tell(DemoOptions options, Progress progress)
      throws IOException, SQLException {
    Demo demo = new Demo(options, progress);
    try {
      return demo.tell();
    } catch (IOException | SQLException | RuntimeException failed) {
      demo.close();
      throw failed;
    }
  }

  /**
   * The demo after its story, still running.
   *
   * @param failed the step that did not hold; empty if all did
   */
  public record Ended(Demo demo, StoryBook book, Optional<String> failed) {}

  private Ended tell() throws IOException, SQLException {
    String unfinished = book.underWay();
    if (!unfinished.isEmpty()) {
      throw new DemoRefused(
          "The demo in %s was stopped in the middle of %s; remove the folder or choose another with --data-dir."
              .formatted(folder, unfinished));
    }
    progress.begin("启动 PostgreSQL、Keycloak 与网关，生成商业世界 · Parts start, a world is made");
    CompletableFuture<LocalKeycloak> keycloak = RunningParts.startKeycloak(folder);
    LocalPostgres postgres = LocalPostgres.start(folder.part("postgres"), 0);
    parts.push(postgres);
    World world = world(postgres.dataSource());
    RunningParts running = started(RunningParts.start(folder, options.port(), postgres, keycloak));
    running.address().save(folder.running());
    Access access = started(new Access(running.address()));
    Recordings recordings = recordings(world);
    Stage stage =
        new Stage(
            world,
            folder,
            access,
            partners(world, access, recordings),
            operator(running.keycloak(), access),
            persons(world, access),
            recordings,
            postgres.dataSource(),
            book,
            progress);
    progress.end(running.address().url().toString());
    return new Ended(this, book, new Story().tell(stage));
  }

  /** The raw rows are loaded once; what the participants know of them is made at every start. */
  private World world(DataSource database) throws SQLException, IOException {
    Path loaded = folder.part("raw-rows-loaded");
    if (Files.exists(loaded)) {
      return WorldBuilder.build(
          options.scale(), options.persons(), options.seed(), (table, values) -> {});
    }
    World world;
    try (Connection connection = database.getConnection();
        RawTables raw = new RawTables(connection)) {
      world = WorldBuilder.build(options.scale(), options.persons(), options.seed(), raw::accept);
    }
    Files.createFile(loaded);
    return world;
  }

  /**
   * Orders name the person who paid; each participant's own ids are added by itself. The words of
   * the contract and of its problems are everybody's.
   */
  private static Recordings recordings(World world) {
    Recordings recordings = new Recordings();
    recordings.publish(Contract.load().document().toString());
    for (ErrorCode code : ErrorCode.values()) {
      recordings.publish(MessageCodec.tree(Problem.of(code, "")).toString());
    }
    world.lines().forEach(line -> recordings.name(line.order(), line.customer()));
    return recordings;
  }

  private Map<String, Partner> partners(World world, Access access, Recordings recordings)
      throws IOException {
    Map<String, Partner> partners = new LinkedHashMap<>();
    for (Cast.Member member : Cast.members()) {
      partners.put(member.id(), started(Partner.open(member, world, folder, access, recordings)));
    }
    return partners;
  }

  private OperatorClient operator(LocalKeycloak keycloak, Access access) throws IOException {
    PrivateKeySet keys = folder.keys(OPERATOR);
    try (Door door = Door.alone(Reach.ofOperator(List.of()))) {
      new KeycloakProvisioner(door, keycloak.issuer(), keycloak.provisionerSecret())
          .provisionOperator(
              OPERATOR, keys.toPublic(), Set.of(Role.PARTICIPANT_ADMIN, Role.FINANCE_APPROVER));
    }
    return new OperatorClient(access.as(access.tokens(OPERATOR, keys)));
  }

  private List<Person> persons(World world, Access access) {
    return world.customers().stream()
        .map(customer -> new Person(customer, folder.part("persons"), access))
        .toList();
  }

  private <T extends AutoCloseable> T started(T part) {
    parts.push(part);
    return part;
  }

  /** Stops all parts; what they keep stays in the folder. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception failed) {
        LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), failed);
      }
    }
  }
}
