package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Rules are compiled once as long as somebody asks for them, and no longer. */
@Isolated("other tests ask for modules too")
class RulesModuleTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static byte[] refusing(String reason) {
    return OddModule.answering(
        "[{\"result\":{\"permit\":false,\"reasons\":[\"" + reason + "\"]}}]");
  }

  @Test
  void theSameBytesAreTheSameModuleAndOthersAnother() {
    byte[] rules = refusing("consent-paused");
    assertSame(RulesModule.of(rules), RulesModule.of(rules.clone()));
    assertNotSame(RulesModule.of(rules), RulesModule.of(refusing("consent-expired")));
  }

  @Test
  void whatNobodyAskedForSinceSomeOthersIsCompiledAnew() {
    RulesModule first = RulesModule.of(refusing("0"));
    for (int i = 1; i < RulesModule.KEPT; i++) {
      RulesModule.of(refusing("" + i));
    }
    assertSame(first, RulesModule.of(refusing("0")));
    for (int i = 1; i <= RulesModule.KEPT; i++) {
      RulesModule.of(refusing("" + i));
    }
    assertNotSame(first, RulesModule.of(refusing("0")));
  }

  @Test
  void whatIsNoModuleIsNoneTheSecondTimeEither() {
    for (int i = 0; i < 2; i++) {
      assertThrows(RuntimeException.class, () -> RulesModule.of(new byte[] {1, 2, 3}));
    }
  }

  /** They share the code and nothing that changes: what one engine lost, the other has. */
  @Test
  void enginesOfTheSameRulesDoNotTouchEachOther() {
    RulesFile file = RulesFile.of(OddModule.trappingBeyond(DENY, 2_000));
    try (EmbeddedEngine one = new EmbeddedEngine(file, 1, PATIENT);
        EmbeddedEngine other = new EmbeddedEngine(file, 1, PATIENT)) {
      assertInstanceOf(Decision.Unavailable.class, one.decide("\"" + "x".repeat(4_000) + "\""));
      assertEquals(
          List.of(other.decide("{}"), other.decide("{}")),
          List.of(one.decide("{}"), one.decide("{}")));
      one.close();
      assertInstanceOf(Decision.Deny.class, other.decide("{}"));
    }
  }

  private static final String DENY =
      "[{\"result\":{\"permit\":false,\"reasons\":[\"not-permitted\"]}}]";
}
