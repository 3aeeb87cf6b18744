package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.TileId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The log of a running gateway, read over HTTP as anybody may. */
public final class ServedLog implements PublishedLog, AutoCloseable {
  /** A tile is at most 8 KiB and a bundle 16 MiB; a server that needs longer hangs. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int OK = 200;

  private final URI log;
  private final HttpClient http = HttpClient.newHttpClient();

  /** The log of the gateway with this base URL. */
  public ServedLog(URI gateway) {
    String base = gateway.toString();
    this.log = URI.create((base.endsWith("/") ? base : base + "/") + "log/");
  }

  @Override
  public String checkpoint() throws IOException {
    return new String(get("checkpoint"), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] tile(TileId tile) throws IOException {
    return get(tile.path());
  }

  @Override
  public byte[] entries(TileId tile) throws IOException {
    return get(tile.entriesPath());
  }

  @Override
  public void close() {
    http.close();
  }

  private byte[] get(String path) throws IOException {
    URI url = log.resolve(path);
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != OK) {
        throw new IOException(url + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(url + " was not waited for", interrupted);
    }
  }
}
