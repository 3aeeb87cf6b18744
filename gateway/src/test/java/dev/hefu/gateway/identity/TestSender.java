package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** Somebody who holds a key and proves it (RFC 9449). */
final class TestSender {
  private final PrivateKeySet keys;

  TestSender(KeyType type) {
    this.keys = PrivateKeySet.generate(type);
  }

  String jkt() {
    return keys.toPublic().primary(KeyUse.SIGNATURE).orElseThrow().thumbprint();
  }

  /** A good proof but for what {@code change} does to its claims. */
  String proof(Instant now, String method, String url, String token, Consumer<ObjectNode> change) {
    ObjectNode claims = StrictJson.newObject();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", method).put("htu", url).put("iat", now.getEpochSecond());
    claims.put("ath", ath(token));
    change.accept(claims);
    return Signer.of(keys).jwsWithKey("dpop+jwt", StrictJson.bytes(claims));
  }

  Signer signer() {
    return Signer.of(keys);
  }

  static String ath(String token) {
    return Base64Url.encode(Providers.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }
}
