package dev.hefu.gateway.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Names made into addresses, on threads of its own: asking for a name blocks a platform thread for
 * as long as its servers please. A name is asked for by one thread at a time, whoever waits for it,
 * so that one whose servers hang holds up no other.
 */
final class Names implements AutoCloseable {
  /** As many names may hang at once before others wait. */
  static final int THREADS = 16;

  /** Different names that may wait; one more is refused. */
  static final int MAX_WAITING = 256;

  private final NameLookup lookup;
  private final Map<String, CompletableFuture<List<InetAddress>>> asking =
      new ConcurrentHashMap<>();
  private final ExecutorService threads;

  Names(NameLookup lookup) {
    this.lookup = lookup;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("names-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /** What is known of a host. */
  sealed interface Found {
    /** Its addresses, at least one. */
    record Addresses(List<InetAddress> all) implements Found {}

    /** None that may be used; one clause for the log. */
    record None(String why) implements Found {}
  }

  /** The host's addresses; a literal one stands for itself. */
  Found find(String host, Duration limit) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') >= 0 || bare.matches("[0-9.]+")) {
      return literal(bare);
    }
    try {
      List<InetAddress> all =
          asking
              .computeIfAbsent(bare.toLowerCase(Locale.ROOT), this::ask)
              .get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return all.isEmpty() ? new Found.None(host + " has no address") : new Found.Addresses(all);
    } catch (ExecutionException unknown) {
      return new Found.None(host + " has no address");
    } catch (TimeoutException late) {
      return new Found.None(host + " was not found in time");
    } catch (RejectedExecutionException full) {
      return new Found.None(MAX_WAITING + " names are waited for already, the limit");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Found.None("the node is stopping");
    }
  }

  private static Found literal(String address) {
    try {
      return new Found.Addresses(List.of(InetAddress.ofLiteral(address)));
    } catch (IllegalArgumentException malformed) {
      return new Found.None("'" + address + "' is no address");
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String name) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            List<InetAddress> all = List.of(lookup.addresses(name));
            asking.remove(name);
            answer.complete(all);
          } catch (UnknownHostException | RuntimeException unknown) {
            asking.remove(name);
            answer.completeExceptionally(unknown);
          }
        });
    return answer;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
