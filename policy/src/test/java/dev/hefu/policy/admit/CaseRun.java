package dev.hefu.policy.admit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Runs every case against the admission of its own class loader: the first that does not hold. */
public final class CaseRun implements Callable<String> {
  /** The name of the first case that fails; empty if all hold. */
  @Override
  public String call() {
    List<AdmissionCases.Case> cases = AdmissionCases.read();
    for (AdmissionCases.Case each : cases) {
      if (!holds(each)) {
        return each.name();
      }
    }
    return "";
  }

  private static boolean holds(AdmissionCases.Case each) {
    try {
      Admitted admitted = Admission.admit(each.facts(), each.claims());
      return each.verdicts(admitted).equals(each.expected()) && usesHold(each, admitted);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean usesHold(AdmissionCases.Case each, Admitted admitted) {
    Map<String, String> expected = new TreeMap<>();
    each.expectedUses()
        .fields()
        .forEachRemaining(use -> expected.put(use.getKey(), use.getValue().asText()));
    return !each.expectedUses().isObject() || expected.equals(each.uses(admitted));
  }
}
