package dev.hefu.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A {@link ProviderKit} behind the JDK's HTTP server; mount it at {@link ProviderKit#PATH}. */
public final class ProviderEndpoint implements HttpHandler {
  private final ProviderKit kit;

  /** The endpoint of this provider. */
  public ProviderEndpoint(ProviderKit kit) {
    this.kit = kit;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (reply(exchange)) {
        case ProviderReply.Signed(String text) ->
            answer(exchange, 200, ProviderKit.RECORD_TYPE, text);
        case ProviderReply.Refused(int status, String reason) ->
            answer(exchange, status, "text/plain", reason);
      }
    }
  }

  private ProviderReply reply(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return new ProviderReply.Refused(405, "POST only");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null
        || !type.split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT)
            .equals(ProviderKit.REQUEST_TYPE)) {
      return new ProviderReply.Refused(415, ProviderKit.REQUEST_TYPE + " only");
    }
    return kit.reply(exchange.getRequestBody().readNBytes(ProviderKit.MAX_REQUEST_BYTES + 1));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
