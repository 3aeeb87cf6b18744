package dev.hefu.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server, on a port that stays the same, and passes on what comes, as long as it is
 * not told to misbehave as servers and networks do.
 */
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int CHUNK_BYTES = 4_096;

  /** So much of an answer goes through before it is cut off: its head and the first of its body. */
  private static final int CUT_AFTER_BYTES = 200;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final int target;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listening;
  private volatile Mode mode = Mode.PASS;

  /** How it treats connections. */
  enum Mode {
    PASS,
    /** Takes connections and requests, and answers nothing. */
    HANG,
    /** Nobody listens, and what was connected is cut off. */
    AWAY,
    /** The connection is reset in the middle of the answer. */
    RESET,
    /** One byte of an answer a second. */
    DRIP
  }

  /** Before a server on this port of 127.0.0.1. */
  Relay(int target) throws IOException {
    this.target = target;
    this.port = listen(0);
  }

  int port() {
    return port;
  }

  /** Treats all connections like this from now on, those that it has too. */
  void become(Mode next) throws IOException {
    mode = next;
    ServerSocket server = listening;
    if (next == Mode.AWAY && server != null) {
      server.close();
      listening = null;
      sockets.forEach(Relay::reset);
    } else if (next != Mode.AWAY && server == null) {
      listen(port);
    }
  }

  private int listen(int wanted) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
    listening = server;
    Thread.startVirtualThread(() -> accept(server));
    return server.getLocalPort();
  }

  private void accept(ServerSocket server) {
    while (true) {
      try {
        Socket from = server.accept();
        sockets.add(from);
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(to);
        if (mode == Mode.AWAY) {
          // Accepted while it went away: it must not outlive the others.
          reset(from);
          reset(to);
        }
        Thread.startVirtualThread(() -> pass(from, to, false));
        Thread.startVirtualThread(() -> pass(to, from, true));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answer) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        forward(chunk, read, out, to, answer);
      }
    } catch (IOException over) {
      // Either side is gone, or it was told to be away.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void forward(byte[] chunk, int length, OutputStream out, Socket to, boolean answer)
      throws IOException {
    while (mode == Mode.HANG) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    if (answer && mode == Mode.RESET) {
      out.write(chunk, 0, Math.min(length, CUT_AFTER_BYTES));
      reset(to);
      throw new IOException("reset in the middle of the answer");
    }
    int sent = 0;
    while (answer && mode == Mode.DRIP && sent < length) {
      out.write(chunk[sent++]);
      long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (mode == Mode.DRIP && System.nanoTime() - next < 0) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    out.write(chunk, sent, length - sent);
  }

  /** Closed with a reset, as by a process that was killed with data unread. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // It is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    become(Mode.AWAY);
  }
}
