package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hefu.settlement.proof.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The JSON Schema of a kind of document; its faults name the document's lines. */
public final class DocumentSchema {
  private final Schema schema;

  private DocumentSchema(Schema schema) {
    this.schema = schema;
  }

  /** The schema that stands beside a class. */
  public static DocumentSchema beside(Class<?> type, String resource) {
    try (InputStream in = type.getResourceAsStream(resource)) {
      return new DocumentSchema(
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Objects.requireNonNull(in), InputFormat.JSON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What in a document breaks it. */
  public List<Fault> faults(DocumentTree tree, JsonNode root) {
    List<Fault> faults = new ArrayList<>();
    for (Error error : schema.validate(root)) {
      String where = pointer(error);
      faults.add(new Fault(tree.line(where), where, "schema", error.getMessage() + "."));
    }
    return faults;
  }

  private static String pointer(Error error) {
    String property = error.getProperty();
    String location = String.valueOf(error.getInstanceLocation());
    return property == null ? location : location + "/" + property;
  }
}
