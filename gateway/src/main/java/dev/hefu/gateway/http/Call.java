package dev.hefu.gateway.http;

import dev.hefu.gateway.identity.Authentication;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.identity.HeldProof;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.ContractCheck;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.message.Page;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated call of an operation.
 *
 * @param sender null for the operations that are open to everybody
 * @param requestPath as the client sent it, without query
 * @param path values of the path's parameters, decoded
 * @param query values of the query's parameters, decoded; those that the contract names are as it
 *     says
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
public record Call(
    Contract contract,
    Operation operation,
    Authentication.@Nullable Authenticated sender,
    String requestPath,
    Map<String, String> path,
    Map<String, String> query,
    MultiMap headers,
    byte[] body) {
  /** Results on a page where the caller names no limit. */
  private static final int DEFAULT_LIMIT = 100;

  private static final int MAX_LIMIT = 1_000;

  /** Who calls; null for the operations that are open to everybody. */
  public @Nullable Caller caller() {
    return sender == null ? null : sender.caller();
  }

  /**
   * The proof that the caller sent along, to be taken in a commit.
   *
   * @throws Refusal if there is none, as in operations that are open to everybody
   */
  public HeldProof proof() {
    if (sender == null) {
      throw roleMissing("a participant");
    }
    return sender.proof();
  }

  /** The calling participant's id; the contract has made sure that it is one. */
  public String participant() {
    return switch (caller()) {
      case Caller.Participant(String id) -> id;
      case null, default -> throw roleMissing("a participant");
    };
  }

  /** The calling person; the contract has made sure that it is one. */
  public UUID person() {
    return switch (caller()) {
      case Caller.Person(UUID subject) -> subject;
      case null, default -> throw roleMissing("a person");
    };
  }

  /** The id of whoever calls, for the record of an administrative act. */
  public String operator() {
    return switch (caller()) {
      case Caller.Operator operator -> operator.id();
      case null, default -> throw roleMissing("an operator");
    };
  }

  /**
   * The body as its record.
   *
   * @throws Refusal if it is not what the contract describes
   */
  public <T> T message(Class<T> type) {
    return checked(type).message();
  }

  /**
   * The body as its record and as it was sent.
   *
   * @throws Refusal if it is not what the contract describes
   */
  public <T> ContractCheck.Valid<T> checked(Class<T> type) {
    return switch (contract.request(operation.id(), body, type)) {
      case ContractCheck.Valid<T> valid -> valid;
      case ContractCheck.Invalid<T> invalid -> throw new Refusal(invalid.problem());
    };
  }

  /** The body as its record; empty if it was left out, which the contract allows here. */
  public <T> Optional<T> optional(Class<T> type) {
    return body.length == 0 ? Optional.empty() : Optional.of(message(type));
  }

  /**
   * A parameter of the path.
   *
   * @throws Refusal if it is not what the contract describes: nothing is called so
   */
  public String parameter(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException(operation.id() + " has no path parameter " + name);
    }
    if (contract.parameterFault(operation.id(), name, value).isPresent()) {
      throw new Refusal(ErrorCode.NOT_FOUND, "nothing has the " + name + " of this path");
    }
    return value;
  }

  /**
   * A parameter of the path that is a UUID.
   *
   * @throws Refusal if it is none
   */
  public UUID id(String name) {
    String value = parameter(name);
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException notAnId) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, name + " is '" + value + "', not a UUID");
    }
  }

  /** A header, if it is there. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * How many results are wanted at most.
   *
   * @throws Refusal if it is not 1 to {@value #MAX_LIMIT}
   */
  public int limit() {
    String limit = query.get("limit");
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > MAX_LIMIT) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST, "limit is '" + limit + "', not 1 to " + MAX_LIMIT);
    }
    return Integer.parseInt(limit);
  }

  /**
   * Where the list goes on; empty from its beginning.
   *
   * @param reading the place that a cursor names; empty if it is no cursor of this list
   * @throws Refusal if it is none
   */
  public <T> Optional<T> cursor(Function<String, Optional<T>> reading) {
    return Optional.ofNullable(query.get("cursor"))
        .map(
            cursor ->
                reading
                    .apply(cursor)
                    .orElseThrow(
                        () ->
                            new Refusal(
                                ErrorCode.INVALID_REQUEST,
                                "cursor is '" + cursor + "', not one of ours")));
  }

  /**
   * The cursor of a list that goes on after an id; null from its beginning.
   *
   * @throws Refusal if it is no UUID
   */
  public @Nullable UUID cursorId() {
    return cursor(
            text -> {
              try {
                return Optional.of(UUID.fromString(text));
              } catch (IllegalArgumentException notAnId) {
                return Optional.empty();
              }
            })
        .orElse(null);
  }

  /**
   * The cursor of a list that goes on after a number; empty from its beginning.
   *
   * @throws Refusal if it is none of at most 18 digits
   */
  public OptionalLong cursorNumber() {
    return cursor(
            text ->
                text.matches("\\d{1,18}")
                    ? Optional.of(Long.valueOf(text))
                    : Optional.<Long>empty())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * What was found, as a page of the {@linkplain #limit limit} that it was found with: one that is
   * full has a cursor, and what follows may be nothing.
   *
   * @param cursor names the place of one of them in the list
   * @param message what is told of one
   */
  public <T, M> Page<M> page(List<T> found, Function<T, String> cursor, Function<T, M> message) {
    return new Page<>(
        found.stream().map(message).toList(),
        found.size() < limit() ? null : cursor.apply(found.getLast()));
  }

  private static Refusal roleMissing(String who) {
    return new Refusal(ErrorCode.ROLE_MISSING, "only " + who + " may call this");
  }
}
