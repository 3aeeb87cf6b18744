package dev.hefu.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Problem;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in pages: from where, how many, and where to go on. */
final class CallTest {
  private static final Contract CONTRACT = Contract.load();

  private static Call list(Map<String, String> query) {
    return new Call(
        CONTRACT,
        CONTRACT.operation("listUses"),
        null,
        "/v1/uses",
        Map.of(),
        query,
        MultiMap.caseInsensitiveMultiMap(),
        new byte[0]);
  }

  private static void assertNoneOfOurs(String cursor, Executable reading) {
    Problem problem = assertThrows(Refusal.class, reading).problem();
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals("cursor is '" + cursor + "', not one of ours", problem.detail());
  }

  @Test
  void withoutACursorAListBeginsAtItsBeginning() {
    Call call = list(Map.of());
    assertNull(call.cursorId());
    assertEquals(OptionalLong.empty(), call.cursorNumber());
    assertEquals(Optional.empty(), call.cursor(Optional::of));
  }

  @Test
  void aCursorOfOursIsRead() {
    UUID id = UUID.randomUUID();
    assertEquals(id, list(Map.of("cursor", id.toString())).cursorId());
    assertEquals(
        OptionalLong.of(999_999_999_999_999_999L),
        list(Map.of("cursor", "999999999999999999")).cursorNumber());
    assertEquals(
        Optional.of("WORD"),
        list(Map.of("cursor", "word")).cursor(text -> Optional.of(text.toUpperCase(Locale.ROOT))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5", "٣", "1000000000000000000", " 1"})
  void whatIsNoNumberOfOursIsRefused(String cursor) {
    assertNoneOfOurs(cursor, list(Map.of("cursor", cursor))::cursorNumber);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "123", "0f0f0f0f-0000-0000-0000-00000000000g"})
  void whatIsNoIdIsRefused(String cursor) {
    assertNoneOfOurs(cursor, list(Map.of("cursor", cursor))::cursorId);
  }

  @Test
  void whatTheListDoesNotKnowIsRefused() {
    assertNoneOfOurs("x", () -> list(Map.of("cursor", "x")).cursor(text -> Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"1, a", "2, b", "3,", "100,"})
  void aFullPageSaysWhereToGoOn(int limit, String next) {
    List<String> found = List.of("A", "B").subList(0, Math.min(limit, 2));
    Page<Integer> page =
        list(Map.of("limit", Integer.toString(limit)))
            .page(found, each -> each.toLowerCase(Locale.ROOT), each -> (int) each.charAt(0));
    assertEquals(found.stream().map(each -> (int) each.charAt(0)).toList(), page.items());
    assertEquals(next, page.next());
  }
}
