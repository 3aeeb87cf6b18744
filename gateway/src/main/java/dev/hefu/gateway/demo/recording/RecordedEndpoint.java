package dev.hefu.gateway.demo.recording;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A provider's endpoint whose requests are recorded before it sees them. */
final class RecordedEndpoint implements HttpHandler {
  private final HttpHandler endpoint;
  private final Recording recording;

  RecordedEndpoint(HttpHandler endpoint, Recording recording) {
    this.endpoint = endpoint;
    this.recording = recording;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    recording.question(exchange.getRequestHeaders(), body);
    exchange.setStreams(new ByteArrayInputStream(body), exchange.getResponseBody());
    endpoint.handle(exchange);
  }
}
