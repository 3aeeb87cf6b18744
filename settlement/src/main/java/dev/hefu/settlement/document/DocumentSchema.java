package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hefu.schemas.StrictJson;
import dev.hefu.settlement.proof.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The JSON Schema of a kind of document; its faults name the document's lines, terms and values.
 */
public final class DocumentSchema {
  private final Schema schema;
  private final SchemaWords words;

  private DocumentSchema(byte[] text) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(text, StandardCharsets.UTF_8), InputFormat.JSON);
    this.words = new SchemaWords(StrictJson.trusted(text));
  }

  /** The schema that stands beside a class. */
  public static DocumentSchema beside(Class<?> type, String resource) {
    try (InputStream in = type.getResourceAsStream(resource)) {
      return new DocumentSchema(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What in a document breaks it. */
  public List<Fault> faults(DocumentTree tree, JsonNode root) {
    List<Fault> faults = new ArrayList<>();
    for (Error error : schema.validate(root)) {
      // Where none of several forms fits, what each of them lacks would only confuse.
      if (!String.valueOf(error.getEvaluationPath()).contains("/oneOf/")) {
        faults.add(words.fault(error, tree, root));
      }
    }
    return faults;
  }
}
