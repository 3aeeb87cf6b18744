package dev.hefu.gateway.evidence;

import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a commit. */
sealed interface Waiting {
  /** Tells them that nothing was committed for them. */
  void fail(RuntimeException why);

  /**
   * A change that is durable.
   *
   * @param fence since when nothing before it can be sent any more, for a change that restricts;
   *     null if they may be told at once
   */
  record Durable<T>(Committed<T> committed, @Nullable Fence fence) {}

  /** A change of facts. */
  record ForChange<T>(Change<T> change, CompletableFuture<Durable<T>> result) implements Waiting {
    ForChange(Change<T> change) {
      this(change, new CompletableFuture<>());
    }

    @Override
    public void fail(RuntimeException why) {
      result.completeExceptionally(why);
    }
  }

  /**
   * An exchange.
   *
   * @param prepared its leaf for the verdict that it expects
   * @param result makes what the caller is told, in the caller's own thread
   */
  record ForExchange(ExchangeClaim claim, Leaf prepared, CompletableFuture<Supplier<Ruled>> result)
      implements Waiting {
    ForExchange(ExchangeClaim claim, Leaf prepared) {
      this(claim, prepared, new CompletableFuture<>());
    }

    @Override
    public void fail(RuntimeException why) {
      result.completeExceptionally(why);
    }
  }
}
