package dev.hefu.client;

import dev.hefu.schemas.message.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit at most so many items, 1 to {@value #MAX_LIMIT}
 * @param cursor from the page before; null for the first
 */
public record PageRequest(int limit, @Nullable String cursor) {
  /** The gateway gives no more on one page. */
  public static final int MAX_LIMIT = 1_000;

  /** The first page, as long as the gateway makes it for whoever names no limit. */
  public static final PageRequest FIRST = new PageRequest(100, null);

  /** Checks the limit. */
  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is " + limit + ", not 1 to " + MAX_LIMIT);
    }
  }

  /** The first page of so many items. */
  public static PageRequest first(int limit) {
    return new PageRequest(limit, null);
  }

  /** The page after the given one; empty if that was the last. */
  public Optional<PageRequest> after(Page<?> page) {
    return Optional.ofNullable(page.next()).map(next -> new PageRequest(limit, next));
  }

  /** The path, asking for this page. */
  String of(String path) {
    String query = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
    return cursor == null ? query : query + "&cursor=" + cursor;
  }
}
