package dev.hefu.gateway.demo.partner;

import dev.hefu.client.HefuClient;
import dev.hefu.client.token.ClientTokens;
import dev.hefu.client.token.Issuer;
import dev.hefu.client.token.PersonLogin;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Connections to one gateway and its identity provider, for any number of identities. */
public final class Access implements AutoCloseable {
  /** On one machine a connection comes at once or not at all. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Where a person's browser would be sent back to; nothing listens there. */
  private static final URI REDIRECT = URI.create("http://127.0.0.1/signed-in");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Clock clock = Clock.systemUTC();
  private final GatewayAddress address;
  private final Issuer issuer;

  /** Connects to the gateway at this address. */
  public Access(GatewayAddress address) {
    this.address = address;
    this.issuer = Issuer.discover(http, address.issuer(), clock);
  }

  /** Where the gateway is. */
  public GatewayAddress address() {
    return address;
  }

  /** Tokens of a participant or an operator's program that signs in with its key. */
  public TokenSource tokens(String clientId, PrivateKeySet keys) {
    return new ClientTokens(issuer, clientId, Signer.of(keys));
  }

  /** Calls with these tokens. */
  public HefuClient as(TokenSource tokens) {
    return as(tokens, http);
  }

  /** Calls with these tokens over a connection of one's own. */
  HefuClient as(TokenSource tokens, HttpClient connection) {
    return new HefuClient(connection, address.url(), tokens, clock);
  }

  /** The sign-in pages of the identity provider. */
  public PersonLogin login() {
    return new PersonLogin(http, issuer, REDIRECT);
  }

  Clock clock() {
    return clock;
  }

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
  }
}
