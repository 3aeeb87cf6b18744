package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.SignedRecord;

final class RecordFuzzTest {
  private static final Signer SIGNER = Signer.of(FuzzKeys.KEYS);
  private static final Verifier VERIFIER = Verifier.of(FuzzKeys.KEYS.toPublic());

  /** A payload in which one disclosure has a place. */
  private static final String PAYLOAD =
      "{\"iss\":\"iss\",\"aud\":\"aud\",\"nonce\":\"nonce\",\"iat\":1,\"dataset\":\"d\","
          + "\"version\":\"1\",\"_sd_alg\":\"sha-256\",\"cells\":{\"_sd\":[\"DIGEST\"]}}";

  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void records(byte[] input) {
    read(FuzzKeys.text(input));
    read(SIGNER.jws(SignedRecord.TYP, input) + "~");
    String disclosure = Base64Url.encode(input);
    String digest = Base64Url.encode(Providers.sha256(FuzzKeys.utf8(disclosure)));
    byte[] payload = FuzzKeys.utf8(PAYLOAD.replace("DIGEST", digest));
    read(SIGNER.jws(SignedRecord.TYP, payload) + "~" + disclosure + "~");
  }

  /** What is taken once is taken again, and says the same. */
  private static void read(String text) {
    if (check(text) instanceof RecordCheck.Valid valid) {
      SignedRecord record = valid.record();
      SignedRecord again = ((RecordCheck.Valid) check(record.text())).record();
      assertEquals(record.cells(), again.cells());
    }
  }

  private static RecordCheck check(String text) {
    return SignedRecord.verify(text, VERIFIER, "aud", "nonce");
  }
}
