package dev.hefu.policy.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AdmissionCasesTest {
  @TestFactory
  Stream<DynamicTest> everyCaseHolds() {
    return AdmissionCases.read().stream().map(each -> dynamicTest(each.name(), () -> check(each)));
  }

  private static void check(AdmissionCases.Case each) {
    Admitted admitted = Admission.admit(each.facts(), each.claims());
    assertEquals(each.expected(), each.verdicts(admitted));
    if (each.expectedUses().isObject()) {
      Map<String, String> expected = new TreeMap<>();
      each.expectedUses()
          .fields()
          .forEachRemaining(use -> expected.put(use.getKey(), use.getValue().asText()));
      assertEquals(expected, each.uses(admitted));
    }
  }

  @Test
  void everyCaseHasItsOwnName() {
    List<String> names = AdmissionCases.read().stream().map(AdmissionCases.Case::name).toList();
    Set<String> distinct = new HashSet<>(names);
    assertEquals(names.size(), distinct.size());
    assertTrue(names.size() >= 100, names.size() + " cases");
  }

  @Test
  void noAnswerGivesRecordsBack() {
    assertThrows(IllegalArgumentException.class, () -> new Proposal.Permit(-1, "basis"));
  }

  @Test
  void aPermitNamesWhatItRestsOn() {
    FactVersion any = new FactVersion(UUID.randomUUID(), 1);
    Personal personal = new Personal(any, any, any);
    for (Seen seen : List.of(new Seen(1, 1, null, personal), new Seen(1, 1, any, null))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new Claim(
                  UUID.randomUUID(),
                  "mall",
                  "pay",
                  null,
                  seen,
                  null,
                  "d",
                  new Proposal.Permit(1, "basis"),
                  true));
    }
  }
}
