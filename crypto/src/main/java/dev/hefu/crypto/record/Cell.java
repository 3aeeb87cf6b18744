package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One disclosed cell.
 *
 * @param disclosures the text of the cell's own disclosure, then those of its arrays' elements
 * @param fields the cell's fields, elements that were not disclosed left out
 */
record Cell(String name, List<String> disclosures, ObjectNode fields) {
  /** Stands for an element of an array (RFC 9901, 4.2.4.2). */
  private static final String ELEMENT = "...";

  /** Stands for members of an object (RFC 9901, 4.2.4.1); we allow it in the payload only. */
  static final String MEMBERS = "_sd";

  /** A fresh cell whose top-level arrays have each element in a disclosure of its own. */
  static Cell issue(String name, ObjectNode fields) {
    List<String> disclosures = new ArrayList<>();
    ObjectNode hidden = fields.deepCopy();
    for (Map.Entry<String, JsonNode> field : hidden.properties()) {
      if (field.getValue() instanceof ArrayNode elements) {
        for (int i = 0; i < elements.size(); i++) {
          Disclosure element = Disclosure.ofElement(elements.get(i));
          disclosures.add(element.text());
          elements.set(i, hidden.objectNode().put(ELEMENT, element.digest()));
        }
      }
    }
    Disclosure own = Disclosure.ofCell(name, hidden);
    disclosures.addFirst(own.text());
    return new Cell(name, disclosures, fields);
  }

  /**
   * The cell in a disclosure.
   *
   * @param pool all disclosures of the record; those that belong to the cell are taken out of it
   * @return empty if the cell is malformed
   */
  static Optional<Cell> read(Disclosure own, DisclosurePool pool) {
    if (own.name().filter(CellName::isName).isEmpty()
        || !(own.value() instanceof ObjectNode fields)) {
      return Optional.empty();
    }
    List<String> disclosures = new ArrayList<>();
    disclosures.add(own.text());
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (field.getKey().equals(MEMBERS) || field.getKey().equals(ELEMENT)) {
        return Optional.empty();
      }
      boolean plain =
          field.getValue() instanceof ArrayNode elements
              ? resolve(elements, pool, disclosures)
              : isPlain(field.getValue());
      if (!plain) {
        return Optional.empty();
      }
    }
    return Optional.of(new Cell(own.name().get(), disclosures, fields));
  }

  /** Puts disclosed elements into their places and takes the others out. */
  private static boolean resolve(
      ArrayNode elements, DisclosurePool pool, List<String> disclosures) {
    List<JsonNode> resolved = new ArrayList<>(elements.size());
    for (JsonNode element : elements) {
      if (element instanceof ObjectNode object && object.has(ELEMENT)) {
        String digest = object.path(ELEMENT).textValue();
        if (object.size() != 1 || digest == null || !pool.place(digest)) {
          return false;
        }
        Disclosure disclosed = pool.take(digest);
        if (disclosed != null) {
          if (disclosed.name().isPresent()) {
            return false;
          }
          disclosures.add(disclosed.text());
          resolved.add(disclosed.value());
        }
      } else {
        resolved.add(element);
      }
    }
    elements.removeAll();
    elements.addAll(resolved);
    return isPlain(elements);
  }

  /** Whether no member below has a name with a meaning in SD-JWT. */
  static boolean isPlain(JsonNode value) {
    if (value.has(MEMBERS) || value.has(ELEMENT)) {
      return false;
    }
    for (JsonNode child : value) {
      if (!isPlain(child)) {
        return false;
      }
    }
    return true;
  }
}
