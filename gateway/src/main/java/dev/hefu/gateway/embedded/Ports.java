package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address. */
final class Ports {
  private Ports() {}

  /**
   * This port if nothing listens there, or any free one for 0. Another process may still take it
   * before it is used.
   *
   * @throws StartRefused if the port is in use
   */
  static int free(String part, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new StartRefused(
          "Port %d on 127.0.0.1 is in use; stop what listens there or choose another port for %s."
              .formatted(port, part),
          taken);
    }
  }
}
