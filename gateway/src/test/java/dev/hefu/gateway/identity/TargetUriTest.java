package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetUriTest {
  @ParameterizedTest
  @CsvSource({
    "https://h.example/a, https://h.example/a",
    "HTTPS://H.EXAMPLE/a, https://h.example/a",
    "https://h.example:443/a, https://h.example/a",
    "http://h.example:80, http://h.example/",
    "http://h.example:8080/A, http://h.example:8080/A",
    "https://h.example:80/, https://h.example:80/",
    "https://h.example/a?b=c#d, https://h.example/a",
    "https://h.example/%61%2f%7E, https://h.example/a%2F~",
    "https://h.example/a/./b/../c, https://h.example/a/c",
    "http://[::1]:8080/a, http://[::1]:8080/a"
  })
  void normalisesBySyntaxAndScheme(String given, String normal) {
    assertEquals(Optional.of(normal), TargetUri.normal(given));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "h.example/a",
        "ftp://h.example/a",
        "https:///a",
        "https://u@h.example/a",
        "https://h.example/a b",
        "https://h.example/%zz",
        "mailto:a@h.example",
        "https://h.example:port/a"
      })
  void refusesWhatIsNoTarget(String given) {
    assertEquals(Optional.empty(), TargetUri.normal(given));
  }

  @Property
  void isItsOwnNormalFormAndNeverThrows(@ForAll String path) {
    TargetUri.normal(path);
    TargetUri.normal("https://h.example/" + path)
        .ifPresent(normal -> assertEquals(Optional.of(normal), TargetUri.normal(normal)));
  }
}
