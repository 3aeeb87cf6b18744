package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Kills a database the way a power cut does: every process of the server at once, with -9. */
public final class PostgresKiller {
  private PostgresKiller() {}

  /** Returns when none of the server's processes runs any more. */
  public static void killAll(LocalPostgres postgres) throws IOException {
    ProcessHandle postmaster = postgres.postmaster();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    all.addFirst(postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
