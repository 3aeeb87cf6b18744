package dev.hefu.crypto.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.jws.CompactJws;

final class SignedMessageFuzzTest {
  private static final Verifier VERIFIER = Verifier.of(FuzzKeys.KEYS.toPublic());

  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void signedMessages(byte[] input) {
    VERIFIER.jws(FuzzKeys.text(input), "a+jws");
    CompactJws.parse(FuzzKeys.text(input)).ifPresent(CompactJws::claims);
    CompactJws.parse(Base64Url.encode(input) + ".e30.AAAA")
        .ifPresent(jws -> jws.header().jwk().ifPresent(jws::verify));
  }
}
