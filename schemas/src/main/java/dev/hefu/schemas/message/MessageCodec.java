package dev.hefu.schemas.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records to JSON and back. Members that are null are left out; a member that a record does not
 * have is refused in a request and passed over in an answer, so that a client outlives additions.
 * Every record is checked by its own compact constructor.
 */
public final class MessageCodec {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(times())
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .annotationIntrospector(new RequiredUnlessNullable())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final ObjectReader LENIENT =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private MessageCodec() {}

  /**
   * A request's record.
   *
   * @throws IllegalArgumentException if the JSON is not such a message; the text says why
   */
  public static <T> T request(JsonNode json, Class<T> type) {
    return read(() -> MAPPER.treeToValue(json, type));
  }

  /**
   * An answer's record; unknown members are passed over.
   *
   * @throws IllegalArgumentException if the JSON is not such a message; the text says why
   */
  public static <T> T answer(JsonNode json, Class<T> type) {
    return read(() -> LENIENT.treeToValue(json, type));
  }

  /** As {@link #answer(JsonNode, Class)}, for a page or list of records. */
  public static <T> T answer(JsonNode json, TypeReference<T> type) {
    return read(() -> LENIENT.forType(type).readValue(json));
  }

  /** The message as a tree. */
  public static JsonNode tree(Object message) {
    return MAPPER.valueToTree(message);
  }

  /** The message as UTF-8 bytes, in the order of its members. */
  public static byte[] bytes(Object message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a message: " + message.getClass().getName(), e);
    }
  }

  private interface Reading<T> {
    T get() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.get();
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause();
      String reason = cause == null ? null : cause.getMessage();
      throw new IllegalArgumentException(reason == null ? e.getOriginalMessage() : reason, e);
    } catch (InvalidFormatException e) {
      throw new IllegalArgumentException(misfit(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new AssertionError("reading a tree does no I/O", e);
    }
  }

  /** A whole number is written as one: 1, not 1.0 and not 1e0. No class of ours is named. */
  private static String misfit(InvalidFormatException e) {
    String place =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null ? "/" + step.getIndex() : "/" + step.getFieldName())
            .collect(Collectors.joining());
    return e.getValue() instanceof Number number
        ? "%s: %s is not written as a whole number".formatted(place, number)
        : "%s: '%s' is not what the contract says".formatted(place, e.getValue());
  }

  private static SimpleModule times() {
    SimpleModule module = new SimpleModule("times");
    module.addSerializer(Instant.class, new InstantText());
    module.addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse));
    module.addSerializer(LocalDate.class, ToStringSerializer.instance);
    module.addDeserializer(LocalDate.class, new Parsed<>(LocalDate.class, LocalDate::parse));
    module.addSerializer(YearMonth.class, ToStringSerializer.instance);
    module.addDeserializer(YearMonth.class, new Parsed<>(YearMonth.class, YearMonth::parse));
    return module;
  }

  private static final class InstantText extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantText() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(DateTimeFormatter.ISO_INSTANT.format(value));
    }
  }

  private static final class Parsed<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parser;

    Parsed(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getValueAsString("");
      try {
        return parser.apply(text);
      } catch (DateTimeException e) {
        return (T) context.handleWeirdStringValue(handledType(), text, "not a time (RFC 3339)");
      }
    }
  }
}
