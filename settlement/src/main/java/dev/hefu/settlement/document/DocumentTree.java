package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.regex.Matcher;
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
  private static final Pattern TERM = Pattern.compile("/terms/\\d+(?=/|$)");

  /** What a fault's place says already: which event or expectation of a file of cases it is in. */
  private static final Pattern ENTRY = Pattern.compile("^/cases/\\d+/\\w+/\\d+(?=/)");

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setUseMarks(true).setAllowNonScalarKeys(true).build();

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
    return Optional.ofNullable(fault)
        .map(
            each -> {
              String place = each.where().isEmpty() ? "/" : where(each.where());
              return new Fault(each.line(), place, each.rule(), each.detail());
            });
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

  /** The id of the innermost term that a JSON pointer leads into; the pointer itself if none. */
  public String where(String pointer) {
    String term = termOf(pointer);
    return term.isEmpty() ? pointer : node(term).path("id").textValue();
  }

  /** How people name a member: by its path in its term, such as {@code percentage.rate}. */
  String member(String pointer) {
    String term = termOf(pointer);
    String path = term.isEmpty() ? ENTRY.matcher(pointer).replaceFirst("") : pointer;
    path = path.substring(term.length());
    return path.isEmpty() ? "it" : path.substring(1).replace('/', '.');
  }

  /** The pointer of the innermost term with an id; empty if there is none. */
  private String termOf(String pointer) {
    String found = "";
    Matcher terms = TERM.matcher(pointer);
    while (terms.find()) {
      String term = pointer.substring(0, terms.end());
      found = node(term).path("id").isTextual() ? term : found;
    }
    return found;
  }

  private JsonNode node(String pointer) {
    return root == null ? MissingNode.getInstance() : root.at(pointer);
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
      case JsonReading.Value(JsonNode node) -> {
        root = node;
        // JSON is YAML too, which knows the lines; what the strict reader took stays as it is.
        composed(new String(bytes, StandardCharsets.UTF_8)).ifPresent(each -> number(each, ""));
      }
      case JsonReading.Refused refused -> fail(refused.line(), "", "syntax", refused.detail());
    }
  }

  /** The lines of all values of a document that was read already. */
  private void number(Node node, String pointer) {
    lines.put(pointer, line(node));
    switch (node) {
      case MappingNode mapping -> {
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            number(tuple.getValueNode(), pointer + "/" + key.getValue());
          }
        }
      }
      case SequenceNode sequence -> {
        for (int i = 0; i < sequence.getValue().size(); i++) {
          number(sequence.getValue().get(i), pointer + "/" + i);
        }
      }
      default -> {}
    }
  }

  private static Optional<Node> composed(String text) {
    try {
      return new Compose(SETTINGS).composeString(text);
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private void yaml(String text) {
    try {
      Optional<Node> node = new Compose(SETTINGS).composeString(text);
      if (node.isEmpty()) {
        fail(1, "", "syntax", "The document is empty.");
        return;
      }
      root = convert(node.get(), "", 0);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      fail(line, "", "syntax", "Not YAML: " + e.getProblem() + ".");
    } catch (YamlEngineException e) {
      fail(0, "", "syntax", "Not YAML: " + e.getMessage() + ".");
    }
  }

  private JsonNode convert(Node node, String pointer, int depth) {
    int line = line(node);
    boolean again = lines.putIfAbsent(pointer, line) != null;
    if (again) {
      fail(line, pointer, "member-twice", name(pointer) + " stands twice.");
    }
    if (node.getAnchor().isPresent()) {
      fail(line, pointer, "anchor", name(pointer) + " has an anchor: write it out each time.");
    }
    if (depth > StrictJson.MAX_DEPTH) {
      fail(line, pointer, "syntax", name(pointer) + " nests over " + StrictJson.MAX_DEPTH + ".");
    }
    if (fault != null) {
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
        fail(line(tuple.getKeyNode()), pointer, "syntax", "A member's name must be a text.");
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
    fail(line, pointer, "value", name(pointer) + unread(tag, value));
    return JsonNodeFactory.instance.nullNode();
  }

  private static String unread(Tag tag, String value) {
    if (value.isEmpty() || tag.equals(Tag.NULL)) {
      return " has no value.";
    }
    return " is "
        + value
        + (tag.equals(Tag.FLOAT)
            ? ": amounts are whole minor units, and a rate is a text such as \"12.5%\"."
            : ", neither a text nor a whole number of at most 18 digits.");
  }

  private static String name(String pointer) {
    return pointer.isEmpty() ? "The document" : pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  private void fail(int line, String where, String rule, String detail) {
    if (fault == null) {
      fault = new Fault(line, where, rule, detail);
    }
  }
}
