package dev.hefu.gateway.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection goes to an address and TLS to a name: a server with a certificate for each of two
 * names shows the right one only to who asks for it (SNI, RFC 6066), and the name in it is checked.
 */
final class DoorTlsTest {
  private static final String PASSWORD = "changeit";
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Reach REACH =
      Reach.ofParticipants(List.of(AddressRange.parse("127.0.0.0/8")));

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static Door door;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    String store = folder.resolve("servers.p12").toString();
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "first",
        "-dname",
        "CN=first.example",
        "-keyalg",
        "EC",
        "-ext",
        "san=dns:first.example");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "second",
        "-dname",
        "CN=second.example",
        "-keyalg",
        "EC",
        "-ext",
        "san=dns:second.example");
    String trusted = folder.resolve("trusted.p12").toString();
    for (String alias : List.of("first", "second")) {
      String certificate = folder.resolve(alias + ".crt").toString();
      keytool(store, "-exportcert", "-alias", alias, "-file", certificate);
      keytool(trusted, "-importcert", "-noprompt", "-alias", alias, "-file", certificate);
    }
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setSni(true)
                    .setKeyCertOptions(new PfxOptions().setPath(store).setPassword(PASSWORD)))
            .requestHandler(request -> request.response().end(String.valueOf(request.authority())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    port = server.actualPort();
    door =
        Door.alone(
            name -> new InetAddress[] {HERE},
            REACH,
            new PfxOptions().setPath(trusted).setPassword(PASSWORD));
  }

  @AfterAll
  static void stop() {
    door.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void keytool(String store, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static OutboundAnswer get(String host) {
    return door.send(
        OutboundRequest.get(
            URI.create("https://" + host + ":" + port + "/"), Duration.ofSeconds(20), 100));
  }

  @Test
  void eachNameIsShownItsCertificate() {
    for (String name : List.of("first.example", "second.example")) {
      OutboundAnswer.Answered answer =
          assertInstanceOf(OutboundAnswer.Answered.class, get(name), get(name)::reason);
      assertEquals(name + ":" + port, new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aCertificateOfAnotherNameIsNotBelieved() {
    assertInstanceOf(OutboundAnswer.Unreachable.class, get("third.example"));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotBelieved() {
    try (Door strict = Door.alone(name -> new InetAddress[] {HERE}, REACH, null)) {
      OutboundRequest request =
          OutboundRequest.get(
              URI.create("https://first.example:" + port + "/"), Duration.ofSeconds(20), 100);
      assertInstanceOf(OutboundAnswer.Unreachable.class, strict.send(request));
    }
  }
}
