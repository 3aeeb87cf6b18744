package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.settlement.proof.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A document's text as a JSON tree with the line of each value. JSON (a text that begins with a
 * brace) is read strictly; YAML may have objects, lists, texts, integers and booleans, and neither
 * anchors nor repeated members.
 */
public final class DocumentTree {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

  private final Map<String, Integer> lines = new HashMap<>();
  private @Nullable JsonNode root;
  private @Nullable Fault fault;

  private DocumentTree() {}

  /** Reads; what is wrong stands in {@link #fault()}. */
  public static DocumentTree read(byte[] bytes, int maxBytes) {
    DocumentTree tree = new DocumentTree();
    if (bytes.length > maxBytes) {
      tree.fail(0, "", "too-large", bytes.length + " bytes, not at most " + maxBytes + ".");
      return tree;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      tree.fail(0, "", "encoding", "The document is not UTF-8.");
      return tree;
    }
    if (text.stripLeading().startsWith("{")) {
      tree.json(bytes, maxBytes);
    } else {
      tree.yaml(text);
    }
    return tree;
  }

  /** The whole, unless there is a fault. */
  public Optional<JsonNode> root() {
    return fault == null ? Optional.ofNullable(root) : Optional.empty();
  }

  /** Why there is no whole. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** The line of the value at a JSON pointer or, failing that, of what holds it; 0 if unknown. */
  public int line(String pointer) {
    String at = pointer;
    while (true) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      int slash = at.lastIndexOf('/');
      if (slash < 0) {
        return 0;
      }
      at = at.substring(0, slash);
    }
  }

  /** The value at a JSON pointer as a document of its own, whose lines are those of the whole. */
  public DocumentTree at(String pointer) {
    DocumentTree part = new DocumentTree();
    part.root = root().map(whole -> whole.at(pointer)).orElse(null);
    part.fault = fault;
    lines.forEach(
        (at, line) -> {
          if (at.equals(pointer) || at.startsWith(pointer + "/")) {
            part.lines.put(at.substring(pointer.length()), line);
          }
        });
    return part;
  }

  private void json(byte[] bytes, int maxBytes) {
    switch (StrictJson.read(bytes, maxBytes)) {
      case JsonReading.Value(JsonNode node) -> root = node;
      case JsonReading.Refused refused -> fail(refused.line(), "", "syntax", refused.detail());
    }
  }

  private void yaml(String text) {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        fail(1, "", "syntax", "The document is empty.");
        return;
      }
      root = convert(node.get(), "", 0);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      fail(line, "", "syntax", "Not YAML: " + e.getProblem() + ".");
    } catch (YamlEngineException e) {
      fail(0, "", "syntax", "Not YAML.");
    }
  }

  private JsonNode convert(Node node, String pointer, int depth) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    boolean again = lines.putIfAbsent(pointer, line) != null;
    if (again || node.getAnchor().isPresent() || depth > StrictJson.MAX_DEPTH) {
      fail(line, pointer, "syntax", "Repeated members, anchors and deep nesting are refused.");
      return JsonNodeFactory.instance.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, pointer, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node each : sequence.getValue()) {
          array.add(convert(each, pointer + "/" + array.size(), depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar, pointer, line);
      default -> throw new IllegalStateException("YAML node " + node.getNodeType());
    };
  }

  private ObjectNode mapping(MappingNode mapping, String pointer, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        String inner = pointer + "/" + key.getValue();
        object.set(key.getValue(), convert(tuple.getValueNode(), inner, depth + 1));
      } else {
        fail(lines.getOrDefault(pointer, 0), pointer, "syntax", "A member's name must be a text.");
      }
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar, String pointer, int line) {
    String value = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return JsonNodeFactory.instance.textNode(value);
    }
    if (tag.equals(Tag.INT) && INTEGER.matcher(value).matches()) {
      return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
    }
    if (tag.equals(Tag.BOOL)) {
      return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value));
    }
    fail(line, pointer, "syntax", "\"" + value + "\" is neither a text nor an integer.");
    return JsonNodeFactory.instance.nullNode();
  }

  private void fail(int line, String where, String rule, String detail) {
    if (fault == null) {
      fault = new Fault(line, where, rule, detail);
    }
  }
}
