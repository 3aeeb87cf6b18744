package dev.hefu.schemas.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the contract.
 *
 * @param id its {@code operationId}
 * @param method in upper case
 * @param path template with parameters in braces
 * @param open whether it needs no token
 * @param roles of which the caller needs one; empty if any caller may
 * @param body what it takes; null if it takes none
 * @param answers per status the media types that it may answer with; none where there is no body
 */
public record Operation(
    String id,
    String method,
    String path,
    boolean open,
    List<String> roles,
    @Nullable Body body,
    Map<Integer, Set<String>> answers) {
  /**
   * The body of a request.
   *
   * @param required whether it may not be left out
   * @param mediaTypes what it may be sent as
   * @param maxBytes its limit
   */
  public record Body(boolean required, Set<String> mediaTypes, int maxBytes) {}
}
