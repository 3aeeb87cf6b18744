package dev.hefu.schemas.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterChecksTest {
  private static final Contract CONTRACT = Contract.load();

  @ParameterizedTest
  @CsvSource({
    "listConsents, limit, 1, true",
    "listConsents, limit, 1000, true",
    "listConsents, limit, 1001, false",
    "listConsents, limit, 0, false",
    "listConsents, limit, -1, false",
    "listConsents, limit, 01, false",
    "listConsents, limit, 1.0, false",
    "listConsents, limit, '', false",
    "listConsents, limit, 9223372036854775808, false",
    "listConsents, cursor, 123, true",
    "listConsents, cursor, a b, false",
    "listConsents, role, provider, true",
    "listConsents, role, owner, false",
    "listConsents, unknown, anything, true",
    "readNotice, version, 1, true",
    "readNotice, version, 10000, false",
    "readNotice, language, zh, true",
    "readNotice, language, ZH, false",
    "readParticipant, participant, market, true",
    "readParticipant, participant, Market, false",
    "readTile, level, 63, true",
    "readTile, level, 64, false",
  })
  void aValueIsWhatTheContractSays(String operation, String name, String value, boolean good) {
    assertEquals(good, CONTRACT.parameterFault(operation, name, value).isEmpty());
  }

  @Test
  void aFaultNamesTheRule() {
    assertEquals(
        Optional.of("must have a maximum value of 1000"),
        CONTRACT.parameterFault("listConsents", "limit", "2000"));
  }
}
