package dev.hefu.client.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A provider's own data. */
@FunctionalInterface
public interface RecordSource {
  /**
   * The fields of the asked cells of one person, by the cell's name; cells that the person has
   * nothing in may be left out.
   *
   * @return empty if the person is unknown, or has nothing
   */
  Map<String, ObjectNode> cells(RecordQuery query);
}
