package dev.hefu.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The cases of {@code cases/consent.yaml}; its head says what the words mean. */
final class ConsentCases {
  private ConsentCases() {}

  /**
   * One case.
   *
   * @param granted whether a consent is granted before anything else
   * @param consent what it says differently
   * @param acts calls with what becomes of each; empty if the case is about a question
   */
  record Case(
      String name,
      boolean granted,
      Map<String, Object> consent,
      List<String> before,
      Map<String, Object> ask,
      List<String> during,
      List<String> then,
      List<String> expect,
      List<String> cells,
      List<String> acts) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> read() {
    try (InputStream in =
        Objects.requireNonNull(ConsentCases.class.getResourceAsStream("/cases/consent.yaml"))) {
      List<Case> cases = new ArrayList<>();
      Object all = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      ((List<?>) all).forEach(one -> cases.add(read(map(one))));
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(Map<String, Object> one) {
    Object consent = one.get("consent");
    return new Case(
        String.valueOf(one.get("case")),
        !"none".equals(consent),
        consent instanceof Map ? map(consent) : Map.of(),
        list(one.get("do")),
        one.containsKey("ask") ? map(one.get("ask")) : Map.of(),
        list(one.get("during")),
        list(one.get("then")),
        list(one.get("expect")),
        list(one.get("cells")),
        list(one.get("acts")));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  /** A list, or one value as a list of it; empty if there is none. */
  static List<String> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> many -> many.stream().map(String::valueOf).toList();
      default -> List.of(String.valueOf(value));
    };
  }
}
