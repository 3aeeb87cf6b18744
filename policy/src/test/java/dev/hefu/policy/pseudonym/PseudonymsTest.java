package dev.hefu.policy.pseudonym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.schemas.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final UUID LIN = UUID.randomUUID();
  private static final UUID WEI = UUID.randomUUID();

  private final Pseudonyms pseudonyms = new Pseudonyms(Secret.random());

  @Test
  void noTwoNamesAreEqual() {
    Set<String> names = new HashSet<>();
    int made = 0;
    for (UUID id : List.of(LIN, WEI)) {
      for (String participant : List.of("mall", "pay")) {
        for (Purpose purpose : Purpose.values()) {
          names.add(pseudonyms.pseudonym(participant, purpose, id));
          made++;
        }
        names.add(pseudonyms.reference(participant, id));
        made++;
      }
      names.add(pseudonyms.subjectReference(id));
      made++;
    }
    assertEquals(made, names.size());
  }

  @Test
  void aNameIsStableUnderItsSecret() {
    assertEquals(pseudonyms.reference("mall", LIN), pseudonyms.reference("mall", LIN));
    Pseudonyms otherEpoch = new Pseudonyms(Secret.random());
    assertNotEquals(pseudonyms.reference("mall", LIN), otherEpoch.reference("mall", LIN));
  }

  @Test
  void aNameHas128BitsInBase32() {
    assertTrue(pseudonyms.subjectReference(LIN).matches("[a-z2-7]{26}"));
  }

  @Test
  void partsDoNotRunIntoEachOther() {
    KeyedHash hash = new KeyedHash(Secret.random());
    assertNotEquals(
        Base32.encode(hash.hash("use", "ab", "c")), Base32.encode(hash.hash("use", "a", "bc")));
    assertNotEquals(Base32.encode(hash.hash("use", "a")), Base32.encode(hash.hash("use", "a", "")));
    assertNotEquals(Base32.encode(hash.hash("us", "ea")), Base32.encode(hash.hash("use", "a")));
  }

  /** The vectors of RFC 4648, section 10, in lower case and without padding. */
  @Test
  void base32IsThatOfTheStandard() {
    String[][] vectors = {
      {"", ""},
      {"f", "my"},
      {"fo", "mzxq"},
      {"foo", "mzxw6"},
      {"foob", "mzxw6yq"},
      {"fooba", "mzxw6ytb"},
      {"foobar", "mzxw6ytboi"}
    };
    for (String[] vector : vectors) {
      assertEquals(vector[1], Base32.encode(vector[0].getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
