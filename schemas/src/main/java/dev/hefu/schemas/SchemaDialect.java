package dev.hefu.schemas;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import java.util.stream.Stream;

/**
 * JSON Schema 2020-12 as Hefu writes it: formats are asserted, and its own annotations and the
 * components that a contract brings along say nothing about what is valid. Patterns are bounded.
 */
public final class SchemaDialect {
  private static final List<NonValidationKeyword> SILENT =
      Stream.of(
              "components",
              "x-category",
              "x-classification",
              "x-masks",
              "x-max-bytes",
              "x-period",
              "x-title-zh")
          .map(NonValidationKeyword::new)
          .toList();

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012()).keywords(SILENT).build();

  private SchemaDialect() {}

  /** Compiles schemas of this dialect; each registry remembers what it has compiled. */
  public static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        DIALECT,
        builder ->
            builder.schemaRegistryConfig(
                SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .regularExpressionFactory(BoundedPattern::of)
                    .build()));
  }
}
