package dev.hefu.settlement.cases;

import dev.hefu.settlement.proof.Fault;
import java.util.List;

/** What {@link CaseReader} made of a file. */
public sealed interface CaseReading {
  /** The file keeps its format and its agreements could be signed. */
  record Read(CaseFile file) implements CaseReading {}

  /** What is wrong, never empty. */
  record Faulty(List<Fault> faults) implements CaseReading {}
}
