package dev.hefu.settlement.document;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.proof.Fault;
import java.util.List;

/** What {@link AgreementReader} made of a document. */
public sealed interface AgreementReading {
  /**
   * The document keeps its format and every proof of a single agreement holds.
   *
   * @param canonical the JCS text that is signed
   */
  record Read(Agreement agreement, String canonical) implements AgreementReading {}

  /** What is wrong, never empty. */
  record Faulty(List<Fault> faults) implements AgreementReading {}
}
