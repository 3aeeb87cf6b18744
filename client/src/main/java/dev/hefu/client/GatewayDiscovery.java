package dev.hefu.client;

import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.PublishedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What a gateway says of itself: who signs its callers in, and the keys that its answers and its
 * questions to providers are verified with. As trustworthy as the connection, so over TLS.
 *
 * <p>The log's key is not taken from here but compared: a server that forked its log would hand out
 * a key that fits. It is told when a participant is registered, and pinned.
 */
public record GatewayDiscovery(URI issuer, PublicKeySet keys) {
  private static final String PATH = "/v1/keys";

  /** It is read once; a gateway that takes longer is down. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Sixteen keys of the largest kind fit many times. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int OK = 200;

  /**
   * Reads what a gateway says of itself.
   *
   * @param gateway the base URL by which partners reach it
   * @param logKey the pinned key of its log
   * @throws UncheckedIOException if it cannot be reached, answers otherwise, or names another key
   *     of the log than the pinned one
   */
  public static GatewayDiscovery read(HttpClient http, URI gateway, NoteVerifier logKey) {
    URI url = URI.create(gateway.toString().replaceFirst("/+$", "") + PATH);
    PublishedKeys said = get(http, url);
    if (!said.logKey().equals(logKey.vkey())) {
      throw failed(url + " names the log key " + said.logKey() + ", pinned is " + logKey.vkey());
    }
    return switch (PublicKeySet.parse(said.jwks())) {
      case KeySetCheck.Valid(PublicKeySet keys) -> new GatewayDiscovery(said.issuer(), keys);
      case KeySetCheck.Invalid(String reason) -> throw failed(url + ": " + reason);
    };
  }

  private static PublishedKeys get(HttpClient http, URI url) {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> answer =
          http.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
      if (answer.statusCode() != OK) {
        throw failed(url + " answered " + answer.statusCode());
      }
      return StrictJson.parse(answer.body())
          .map(json -> MessageCodec.answer(json, PublishedKeys.class))
          .orElseThrow(() -> failed(url + " answered no JSON"));
    } catch (IllegalArgumentException notKeys) {
      throw failed(url + " answered no keys: " + notKeys.getMessage());
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed("interrupted");
    }
  }

  private static UncheckedIOException failed(String what) {
    return new UncheckedIOException(new IOException(what));
  }
}
