package dev.hefu.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Arbitrary JSON values for property tests. */
final class JsonValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonValues() {}

  /** Values nested at most three deep. */
  static Arbitrary<JsonNode> any() {
    return any(3);
  }

  private static Arbitrary<JsonNode> any(int depth) {
    return depth == 0
        ? leaf()
        : Arbitraries.frequencyOf(
            Tuple.of(3, leaf()), Tuple.of(1, array(depth - 1)), Tuple.of(1, object(depth - 1)));
  }

  /** Strings without lone surrogates, as I-JSON wants them. */
  static Arbitrary<String> text() {
    return Arbitraries.strings().all().ofMaxLength(12).filter(Surrogates::paired);
  }

  private static Arbitrary<JsonNode> leaf() {
    return Arbitraries.oneOf(
        text().map(NODES::textNode),
        Arbitraries.doubles().map(NODES::numberNode),
        Arbitraries.longs().map(NODES::numberNode),
        Arbitraries.of(true, false).map(NODES::booleanNode),
        Arbitraries.just(NODES.nullNode()));
  }

  private static Arbitrary<JsonNode> array(int depth) {
    return any(depth)
        .list()
        .ofMaxSize(4)
        .map(
            items -> {
              ArrayNode array = NODES.arrayNode();
              items.forEach(array::add);
              return array;
            });
  }

  private static Arbitrary<JsonNode> object(int depth) {
    return Arbitraries.maps(text(), any(depth))
        .ofMaxSize(4)
        .map(
            members -> {
              ObjectNode object = NODES.objectNode();
              members.forEach(object::set);
              return object;
            });
  }
}
