package dev.hefu.schemas.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One cell of a record, rebuilt from what the schema permits.
 *
 * @param fields what the schema knows; a copy
 * @param dropped JSON Pointers of what it does not know and was therefore left out
 * @param faults what of the rest is not as the schema says, each with its pointer; empty if valid
 */
public record CellCheck(ObjectNode fields, List<String> dropped, List<String> faults) {
  /** Whether the cell is as the schema says and nothing was left out. */
  public boolean clean() {
    return dropped.isEmpty() && faults.isEmpty();
  }
}
