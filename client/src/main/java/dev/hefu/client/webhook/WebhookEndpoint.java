package dev.hefu.client.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A {@link WebhookKit} behind the JDK's HTTP server. A webhook counts as taken when the receiver
 * returns; if it throws, the gateway sends it again later. It has ten seconds.
 */
public final class WebhookEndpoint implements HttpHandler {
  private static final byte[] NOTHING = {};

  private final WebhookKit kit;
  private final Consumer<ReceivedWebhook> receiver;

  /**
   * @param receiver of each webhook, perhaps of the same more than once
   */
  public WebhookEndpoint(WebhookKit kit, Consumer<ReceivedWebhook> receiver) {
    this.kit = kit;
    this.receiver = receiver;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        answer(exchange, 405, "POST only");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(WebhookKit.MAX_BYTES + 1);
      switch (kit.read(exchange.getRequestHeaders()::getFirst, body)) {
        case WebhookReading.Told(ReceivedWebhook webhook) -> take(exchange, webhook);
        case WebhookReading.Unknown unknown -> answer(exchange, 204, "");
        case WebhookReading.Refused(int status, String reason) -> answer(exchange, status, reason);
      }
    }
  }

  private void take(HttpExchange exchange, ReceivedWebhook webhook) throws IOException {
    try {
      receiver.accept(webhook);
    } catch (RuntimeException notTaken) {
      answer(exchange, 500, "it could not be taken now");
      return;
    }
    answer(exchange, 204, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.isEmpty() ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
