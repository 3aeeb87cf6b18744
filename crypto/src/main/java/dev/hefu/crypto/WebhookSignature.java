package dev.hefu.crypto;

import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The asymmetric signature of a webhook (Standard Webhooks, {@code v1a}): Ed25519 over id, time and
 * body with dots between. A receiver that has only the public key cannot make one, so it can show
 * others what it was told.
 */
public final class WebhookSignature {
  private static final String VERSION = "v1a,";

  /** A key in use, one before and one after it, and as many again that the receiver cannot read. */
  private static final int MAX_SIGNATURES = 6;

  private WebhookSignature() {}

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param signer whose key is an Ed25519 one, which the form knows alone
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}: seconds since 1970
   * @throws IllegalArgumentException if the key is of another type
   */
  public static String sign(Signer signer, String id, long timestamp, byte[] body) {
    if (signer.type() != KeyType.ED25519) {
      throw new IllegalArgumentException("webhooks are signed with Ed25519, not " + signer.type());
    }
    return VERSION
        + Base64.getEncoder()
            .encodeToString(signer.sign(signed(id, String.valueOf(timestamp), body)));
  }

  /**
   * Whether one of the signatures is by one of the keys over these very values.
   *
   * @param timestamp as it was received
   * @param signatures the header's value: several with spaces between, as while keys change
   */
  public static boolean verify(
      PublicKeySet keys, String id, String timestamp, byte[] body, String signatures) {
    List<PublicJwk> fit =
        keys.keys().stream().filter(key -> key.type() == KeyType.ED25519).toList();
    byte[] signed = signed(id, timestamp, body);
    return Arrays.stream(signatures.split(" ", MAX_SIGNATURES + 1))
        .limit(MAX_SIGNATURES)
        .filter(one -> one.startsWith(VERSION))
        .anyMatch(one -> verify(fit, signed, one.substring(VERSION.length())));
  }

  private static boolean verify(List<PublicJwk> keys, byte[] signed, String base64) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    return keys.stream().anyMatch(key -> key.verify(signed, signature));
  }

  private static byte[] signed(String id, String timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
