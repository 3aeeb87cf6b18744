package dev.hefu.client.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;

/**
 * A {@link ProviderKit} or {@link CountKit} behind the JDK's HTTP server; mount it at {@link
 * ProviderKit#PATH} or {@link CountKit#PATH}.
 */
public final class ProviderEndpoint implements HttpHandler {
  private final Function<byte[], ProviderReply> kit;
  private final int maxBytes;
  private final String answerType;

  /** The endpoint that answers with records. */
  public ProviderEndpoint(ProviderKit kit) {
    this.kit = kit::reply;
    this.maxBytes = ProviderKit.MAX_REQUEST_BYTES;
    this.answerType = ProviderKit.RECORD_TYPE;
  }

  /** The endpoint that answers with counts. */
  public ProviderEndpoint(CountKit kit) {
    this.kit = kit::reply;
    this.maxBytes = CountKit.MAX_REQUEST_BYTES;
    this.answerType = CountKit.ANSWER_TYPE;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (reply(exchange)) {
        case ProviderReply.Signed(String text) -> answer(exchange, 200, answerType, text);
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
    return kit.apply(exchange.getRequestBody().readNBytes(maxBytes + 1));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
