package dev.hefu.crypto.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.keys.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CosignatureTest {
  private static final String ORIGIN = "log.example/hefu";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final NoteSigner LOG = NoteSigner.of(ORIGIN, Secret.random());
  private static final Cosigner COSIGNER = Cosigner.of(ORIGIN, Secret.random());
  private static final String NOTE = new Checkpoint(ORIGIN, 7, NaiveTree.of(7).root(7)).signed(LOG);
  private static final String COSIGNED = COSIGNER.cosigned(NOTE, NOW);

  private static Optional<Instant> verified(String note) {
    return COSIGNER.verifier().verified(note);
  }

  @Test
  void aCosignedCheckpointHoldsUnderBothKeys() {
    assertEquals(Optional.of(NOW), verified(COSIGNED));
    assertTrue(Checkpoint.verified(COSIGNED, LOG.verifier()).isPresent());
    assertTrue(COSIGNED.startsWith(NOTE));
  }

  @Test
  void withoutItsLineThereIsNoCosignature() {
    assertEquals(Optional.empty(), verified(NOTE));
    assertEquals(Optional.empty(), verified(""));
    Cosigner other = Cosigner.of(ORIGIN, Secret.random());
    assertEquals(Optional.empty(), other.verifier().verified(COSIGNED));
  }

  @Test
  void itCoversOriginSizeRootAndTime() {
    for (String changed :
        List.of(
            COSIGNED.replace("\n7\n", "\n8\n"),
            COSIGNED.replaceFirst("log.example", "lag.example"),
            COSIGNED.replace(NaiveTree.of(7).root(7).base64(), NaiveTree.of(6).root(6).base64()))) {
      assertEquals(Optional.empty(), verified(changed));
    }
    String line = COSIGNED.substring(NOTE.length()).strip();
    String encoded = line.substring(line.lastIndexOf(' ') + 1);
    byte[] bytes = Base64.getDecoder().decode(encoded);
    for (int place : List.of(4, 11, 12, bytes.length - 1)) {
      byte[] changed = bytes.clone();
      changed[place] ^= 1;
      String text = Base64.getEncoder().encodeToString(changed);
      assertEquals(Optional.empty(), verified(COSIGNED.replace(encoded, text)));
    }
  }

  @Test
  void aFailedLineBesideAGoodOneIsRefused() {
    String other = COSIGNER.cosigned(new Checkpoint(ORIGIN, 0, Hash.EMPTY_TREE).signed(LOG), NOW);
    String failed = other.substring(other.lastIndexOf("\u2014"));
    assertEquals(Optional.empty(), verified(COSIGNED + failed));
  }

  @Test
  void onlyCheckpointsAreCosigned() {
    String text = "hello\n";
    String note = new Note(text, List.of(LOG.sign(text))).wire();
    assertThrows(IllegalArgumentException.class, () -> COSIGNER.cosigned(note, NOW));
    assertThrows(IllegalArgumentException.class, () -> COSIGNER.cosigned("", NOW));
  }

  @Test
  void aNameHasOneTo255BytesWithoutSpaces() {
    byte[] key = new byte[1312];
    for (String name : List.of("", "a b", "a+b", "a".repeat(256))) {
      assertThrows(IllegalArgumentException.class, () -> CosignatureVerifier.of(name, key));
    }
    assertTrue(CosignatureVerifier.of("a".repeat(255), key).vkey().startsWith("aaa"));
    assertThrows(IllegalArgumentException.class, () -> CosignatureVerifier.of("a", new byte[1311]));
  }
}
