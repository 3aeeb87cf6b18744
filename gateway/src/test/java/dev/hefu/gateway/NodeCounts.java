package dev.hefu.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * What a node holds at a moment: threads by name, connections by peer, other descriptors by kind,
 * and what the database says of its connections.
 *
 * @param counts how many there are, by a name that a person understands
 */
record NodeCounts(SortedMap<String, Integer> counts) {
  private static final String LISTENING = "0A";

  /** What the database has for the nodes of a network, and how much of it stands in the middle. */
  private static final String CONNECTIONS =
      """
      SELECT coalesce(nullif(application_name, ''), 'others') AS name,
        coalesce(state = 'idle in transaction', false) AS inside, count(*) AS count
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'
      GROUP BY 1, 2
      """;

  /** Counts now; the peers' names are by their ports. */
  static NodeCounts of(NodeProcess node, Map<Integer, String> peers, DataSource database)
      throws IOException, InterruptedException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    node.threads().forEach((name, count) -> counts.put("thread " + name, count));
    Map<String, String> sockets = sockets(node, peers);
    for (String descriptor : descriptors(node)) {
      String kind =
          descriptor.startsWith("socket:")
              ? sockets.getOrDefault(descriptor.replaceAll("\\D", ""), "socket")
              : kind(descriptor);
      counts.merge(kind, 1, Integer::sum);
    }
    DSL.using(database, SQLDialect.POSTGRES)
        .fetch(CONNECTIONS)
        .forEach(
            row ->
                counts.put(
                    "database connection "
                        + row.get("name", String.class)
                        + (row.get("inside", Boolean.class) ? " in a transaction" : ""),
                    row.get("count", Integer.class)));
    return new NodeCounts(counts);
  }

  /** What is more than it was, or more than may be where that is said. */
  List<String> above(NodeCounts before, Map<String, Integer> mayBe) {
    List<String> more = new ArrayList<>();
    counts.forEach(
        (name, count) -> {
          int most = Math.max(before.counts().getOrDefault(name, 0), mayBe.getOrDefault(name, 0));
          if (count > most) {
            more.add("%s: %d, not %d".formatted(name, count, most));
          }
        });
    return more;
  }

  private static List<String> descriptors(NodeProcess node) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
      for (Path link : links.toList()) {
        try {
          all.add(Files.readSymbolicLink(link).toString());
        } catch (IOException closedMeanwhile) {
          // It is no longer held.
        }
      }
    }
    return all;
  }

  /** Classes are loaded when they are first needed, so that archives of them are no leak. */
  private static String kind(String target) {
    return target.endsWith(".jar") || target.endsWith("modules") || target.endsWith(".so")
        ? "archive"
        : "descriptor " + target.replaceAll("[0-9]+", "#");
  }

  /** By inode, to whom or from whom each socket of the machine is connected. */
  private static Map<String, String> sockets(NodeProcess node, Map<Integer, String> peers)
      throws IOException {
    Map<String, String> byInode = new HashMap<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc", Long.toString(node.pid()), "net", table);
      for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
        String[] columns = line.strip().split("\\s+");
        String to = peers.get(port(columns[2]));
        String what =
            columns[3].equals(LISTENING)
                ? "listening"
                : port(columns[1]) == node.url().getPort() || to == null
                    ? "connection from callers"
                    : "connection to " + to;
        byInode.put(columns[9], what);
      }
    }
    return byInode;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }
}
