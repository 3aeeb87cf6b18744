package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.X25519;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7520 and RFC 8037: one is ours, the others must not get through the door. */
final class CookbookTest {
  private static final Opener OPENER =
      Opener.of(PrivateKeySet.generate(KeyType.ED25519, KeyType.X25519, KeyType.ECDH_P256));

  private static JsonNode read(String name) throws IOException {
    return Vectors.read("jose-cookbook/" + name + ".json");
  }

  private static byte[] bytes(JsonNode node) {
    return Base64Url.decode(node.asText()).orElseThrow();
  }

  @Test
  void theEd25519ExampleVerifies() throws IOException {
    JsonNode example = read("curve25519/jws");
    ObjectNode jwk = example.path("input").path("key").deepCopy();
    PublicJwk key = PublicJwk.parse(jwk.without("d")).orElseThrow();
    CompactJws jws = CompactJws.parse(example.at("/output/compact").asText()).orElseThrow();
    assertTrue(jws.verify(key));
    assertEquals(
        example.path("input").path("payload").asText(),
        new String(jws.payload(), StandardCharsets.UTF_8));
  }

  @Test
  void theX25519ExampleAgreesOnASecret() throws IOException {
    JsonNode example = read("curve25519/ecdh-es");
    JsonNode key = example.at("/encrypting_key/epk");
    Coordinates bob = new Coordinates(bytes(example.at("/input/key/x")), new byte[0]);
    X25519.PrivateKey ephemeral = new X25519.PrivateKey(bytes(key.path("d")));
    X25519.PrivateKey own = new X25519.PrivateKey(bytes(example.at("/input/key/d")));
    assertArrayEquals(bob.x(), own.publicKey().x());
    byte[] z = ephemeral.agree(bob).orElseThrow();
    assertArrayEquals(z, own.agree(ephemeral.publicKey()).orElseThrow());
  }

  private static final class Door {
    int files;
    int opened;
    int verified;
    int refused;

    /**
     * Offers one output, with the example's own keys under each use that we could take them for.
     */
    void offer(String text, JsonNode keys) {
      List<JsonNode> all = new ArrayList<>();
      (keys.isArray() ? keys : StrictJson.newObject().set("key", keys)).forEach(all::add);
      boolean opens = false;
      boolean verifies = false;
      for (JsonNode key : all) {
        opens |= openerOf(key).open(text).isPresent();
        verifies |= verifies(key, text);
      }
      opened += opens ? 1 : 0;
      verified += verifies ? 1 : 0;
      refused += opens || verifies ? 0 : 1;
    }
  }

  private static Opener openerOf(JsonNode key) {
    if (!(key instanceof ObjectNode object)) {
      return OPENER; // a password
    }
    ObjectNode set = StrictJson.newObject();
    ObjectNode jwk = object.deepCopy().put("use", "enc");
    jwk.remove("alg");
    set.putArray("keys").add(jwk);
    return PrivateKeySet.parse(StrictJson.bytes(set)).map(Opener::of).orElse(OPENER);
  }

  private static boolean verifies(JsonNode key, String text) {
    return key instanceof ObjectNode object
        && PublicJwk.parse(object.deepCopy().without(List.of("d", "use")))
            .flatMap(jwk -> CompactJws.parse(text).filter(jws -> jws.verify(jwk)))
            .isPresent();
  }

  private static String text(JsonNode output) {
    return output.isTextual() ? output.textValue() : StrictJson.write(output);
  }

  @Test
  void atTheDoorEveryExampleButOursIsRefused() throws IOException {
    Door door = new Door();
    for (String name : Vectors.names("jose-cookbook", ".json")) {
      JsonNode example = Vectors.read("jose-cookbook/" + name);
      door.files++;
      for (JsonNode step : example.has("sign") ? example : List.of(example)) {
        JsonNode input = step.path("input");
        JsonNode keys = input.has("key") ? input.path("key") : input.path("pwd");
        step.path("output").forEach(output -> door.offer(text(output), keys));
      }
    }
    System.out.printf(
        "jose-cookbook files=%d opened=%d verified=%d refused=%d%n",
        door.files, door.opened, door.verified, door.refused);
    assertEquals(List.of(24, 0, 1), List.of(door.files, door.opened, door.verified));
    assertEquals(63, door.refused);
  }
}
