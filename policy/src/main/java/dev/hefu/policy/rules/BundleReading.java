package dev.hefu.policy.rules;

import dev.hefu.policy.decision.RulesFile;

/** What came of reading a bundle. */
public sealed interface BundleReading {
  /** It holds rules that can be run. */
  record Read(RulesFile file) implements BundleReading {}

  /** It does not; one clause. */
  record Refused(String why) implements BundleReading {}
}
