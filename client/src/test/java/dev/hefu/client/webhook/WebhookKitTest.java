package dev.hefu.client.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/webhook.md, which were made by another program: what is told is told,
 * what is refused is so for its own flaw alone.
 */
final class WebhookKitTest {
  private static final JsonNode VECTORS = vectors();

  private static JsonNode vectors() {
    Path file = Path.of(System.getProperty("hefu.root", ".."), "docs/formats/vectors/webhook.json");
    try {
      return StrictJson.trusted(Files.readAllBytes(file));
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static PublicKeySet keys(String name) {
    return PublicKeySet.of(List.of(PublicJwk.parse(VECTORS.at(name)).orElseThrow()));
  }

  private static WebhookReading read(JsonNode delivery, PublicKeySet gateway, String participant) {
    Clock clock = Clock.fixed(Instant.parse(VECTORS.path("at").textValue()), ZoneOffset.UTC);
    return new WebhookKit(participant, gateway, clock)
        .read(name -> delivery.path(name).textValue(), body(delivery));
  }

  private static WebhookReading read(JsonNode delivery) {
    return read(delivery, keys("/gatewayKey"), VECTORS.path("participant").textValue());
  }

  private static byte[] body(JsonNode delivery) {
    return delivery.path("body").textValue().getBytes(StandardCharsets.UTF_8);
  }

  static Stream<JsonNode> accepted() {
    return VECTORS.path("accept").valueStream();
  }

  static Stream<Arguments> refused() {
    return VECTORS
        .path("refuse")
        .valueStream()
        .map(one -> Arguments.of(one.path("why").textValue(), one));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void whatTheGatewayTellsIsTold(JsonNode delivery) {
    ReceivedWebhook webhook = assertInstanceOf(WebhookReading.Told.class, read(delivery)).webhook();
    assertEquals(delivery.path("webhook-id").textValue(), webhook.id().toString());
    assertEquals(StrictJson.trusted(body(delivery)), MessageCodec.tree(webhook.body()));
    assertEquals(Base64Url.encode(Providers.sha256(body(delivery))), webhook.bodyDigest());
  }

  @Test
  void whatIsNotKnownYetIsPassedOver() {
    VECTORS
        .path("passOver")
        .forEach(
            delivery ->
                assertEquals(
                    new WebhookReading.Unknown(
                        UUID.fromString(delivery.path("webhook-id").textValue()),
                        "consent.amended"),
                    read(delivery)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsNotTheGatewaysIsRefused(String why, JsonNode delivery) {
    assertInstanceOf(WebhookReading.Refused.class, read(delivery), why);
  }

  @Test
  void anotherGatewaysAndAnotherParticipantsAreRefused() {
    JsonNode good = VECTORS.at("/accept/0");
    PublicKeySet other = keys("/acknowledgement/participantKey");
    assertEquals(401, status(read(good, other, "bright-mall")));
    assertEquals(401, status(read(good, keys("/gatewayKey"), "dark-mall")));
  }

  @Test
  void headersAreNeededAndSizesBounded() {
    WebhookKit kit = new WebhookKit("bright-mall", keys("/gatewayKey"), Clock.systemUTC());
    JsonNode good = VECTORS.at("/accept/0");
    for (String left : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      WebhookReading reading =
          kit.read(name -> name.equals(left) ? null : good.path(name).textValue(), body(good));
      assertEquals(400, status(reading), left);
    }
    byte[] most = new byte[WebhookKit.MAX_BYTES];
    byte[] more = new byte[WebhookKit.MAX_BYTES + 1];
    assertEquals(401, status(kit.read(name -> good.path(name).textValue(), most)));
    assertEquals(413, status(kit.read(name -> good.path(name).textValue(), more)));
  }

  private static int status(WebhookReading reading) {
    return assertInstanceOf(WebhookReading.Refused.class, reading).status();
  }

  @Test
  void anAcknowledgementSignsIdAndBody() {
    JsonNode vector = VECTORS.path("acknowledgement");
    ReceivedWebhook webhook =
        assertInstanceOf(WebhookReading.Told.class, read(VECTORS.at("/accept/0"))).webhook();
    assertEquals(vector.path("bodyDigest").textValue(), webhook.bodyDigest());
    JwsCheck check =
        Verifier.of(keys("/acknowledgement/participantKey"))
            .jws(vector.path("signed").textValue(), WebhookAcknowledgement.JWS_TYPE);
    byte[] payload = assertInstanceOf(JwsCheck.Valid.class, check).payload();
    assertEquals(text(document(webhook.id(), webhook.bodyDigest())), text(payload));
    assertNotEquals(text(document(UUID.randomUUID(), webhook.bodyDigest())), text(payload));
  }

  private static byte[] document(UUID id, String digest) {
    return CanonicalJson.bytes(WebhookAcknowledgement.document(id, digest));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
