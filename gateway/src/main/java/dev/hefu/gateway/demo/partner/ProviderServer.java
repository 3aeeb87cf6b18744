package dev.hefu.gateway.demo.partner;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.client.provider.CountKit;
import dev.hefu.client.provider.ProviderKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One participant's own HTTP server on 127.0.0.1. Its port stays the same over restarts, since it
 * is part of the endpoint that is registered.
 */
final class ProviderServer implements AutoCloseable {
  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ProviderServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param portFile keeps the port
   * @throws IOException if the kept port is taken
   */
  static ProviderServer start(HttpHandler records, HttpHandler counts, Path portFile)
      throws IOException {
    int port = Files.exists(portFile) ? Integer.parseInt(Files.readString(portFile).strip()) : 0;
    InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ProviderServer started;
    try {
      started = new ProviderServer(HttpServer.create(where, BACKLOG));
    } catch (IOException taken) {
      throw new IOException(
          "port %d, where %s is registered, is in use".formatted(port, portFile.getFileName()),
          taken);
    }
    started.server.setExecutor(started.threads);
    started.server.createContext(ProviderKit.PATH, records);
    started.server.createContext(CountKit.PATH, counts);
    started.server.start();
    Files.createDirectories(portFile.toAbsolutePath().getParent());
    Files.writeString(portFile, started.server.getAddress().getPort() + "\n");
    return started;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
