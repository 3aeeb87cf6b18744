package dev.hefu.schemas;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Builds one tree from a parser's tokens and adds the checks that a parser does not make. */
final class JsonTreeBuilder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final JsonParser parser;

  JsonTreeBuilder(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The one value of the input.
   *
   * @throws JsonParseException if there is none, more than one, or one that is refused
   */
  JsonNode document() throws IOException {
    JsonNode value = value(parser.nextToken());
    if (parser.nextToken() != null) {
      throw refused("There is more after the value");
    }
    return value;
  }

  private JsonNode value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw refused("There is no value");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> NODES.textNode(text(parser.getText()));
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> fraction();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refused("Unexpected " + token.asString());
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = NODES.objectNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      String name = text(parser.currentName());
      if (object.has(name)) {
        throw refused("A member stands twice in one object");
      }
      object.set(name, value(parser.nextToken()));
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(token));
    }
    return array;
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode fraction() throws IOException {
    BigDecimal value;
    try {
      value = parser.getDecimalValue();
    } catch (NumberFormatException e) {
      throw refused("A number is outside the range of a double");
    }
    double nearest = value.doubleValue();
    if (Double.isInfinite(nearest) || (nearest == 0 && value.signum() != 0)) {
      throw refused("A number is outside the range of a double");
    }
    return NODES.numberNode(value);
  }

  private String text(String text) throws JsonParseException {
    if (!Surrogates.paired(text)) {
      throw refused("A string has a lone surrogate");
    }
    return text;
  }

  private JsonParseException refused(String message) {
    return new JsonParseException(parser, message, parser.currentTokenLocation());
  }
}
