package dev.hefu.gateway;

import dev.hefu.gateway.deadline.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the database whose reads end in time by a {@link Deadline}: the socket is then
 * closed, which is what the driver does with it anyway. A read with a time limit of the system's
 * own costs a call of it more, and on a virtual thread it wakes the scheduler's clock twice.
 *
 * <p>The driver makes one by its name.
 */
public final class DatabaseSockets extends SocketFactory {
  /** Shorter limits, by which the driver looks whether something has come, are the system's. */
  private static final int SHORTEST_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSockets.class);

  @Override
  public Socket createSocket() {
    return new Watched();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(0));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(0));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  private static Socket connected(InetSocketAddress to, InetSocketAddress from) throws IOException {
    Socket socket = new Watched();
    socket.bind(from);
    socket.connect(to);
    return socket;
  }

  private static final class Watched extends Socket {
    private volatile int silenceMillis;
    private volatile boolean late;

    @Override
    public void setSoTimeout(int millis) throws SocketException {
      boolean watched = millis >= SHORTEST_MILLIS;
      super.setSoTimeout(watched ? 0 : millis);
      silenceMillis = watched ? millis : 0;
    }

    @Override
    public int getSoTimeout() throws SocketException {
      return silenceMillis > 0 ? silenceMillis : super.getSoTimeout();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int limit = silenceMillis;
          if (limit == 0) {
            return in.read(bytes, offset, length);
          }
          try (Deadline _ = Deadline.after(Duration.ofMillis(limit), Watched.this::giveUp)) {
            return in.read(bytes, offset, length);
          } catch (SocketException closed) {
            throw late ? new SocketTimeoutException("silent for " + limit + " ms") : closed;
          }
        }
      };
    }

    private void giveUp() {
      late = true;
      try {
        close();
      } catch (IOException closed) {
        LOG.debug("a silent connection to the database was closed: {}", closed.getMessage());
      }
    }
  }
}
