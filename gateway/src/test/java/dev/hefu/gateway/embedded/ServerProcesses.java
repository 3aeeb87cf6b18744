package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The processes that a server of our own consists of, its first one first. */
public final class ServerProcesses {
  private ServerProcesses() {}

  /** All processes of this database, those that serve connections too. */
  public static List<ProcessHandle> of(LocalPostgres server) throws IOException {
    return withChildren(server.postmaster());
  }

  /** The process of this Keycloak. */
  public static List<ProcessHandle> of(LocalKeycloak server) {
    return withChildren(server.process());
  }

  private static List<ProcessHandle> withChildren(ProcessHandle first) {
    List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
    all.addFirst(first);
    return all;
  }
}
