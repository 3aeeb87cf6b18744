package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.stage.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs many small tasks, a bounded number at once. */
final class Concurrently {
  private Concurrently() {}

  /**
   * Runs all tasks and returns when every one has ended.
   *
   * @throws StepFailed the first that a task failed with
   * @throws ExecutionException if a task broke otherwise
   */
  static void run(int atOnce, List<? extends Callable<?>> tasks)
      throws InterruptedException, ExecutionException {
    Semaphore room = new Semaphore(atOnce);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<?> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  room.acquire();
                  try {
                    return task.call();
                  } finally {
                    room.release();
                  }
                }));
      }
    }
    for (Future<?> done : running) {
      try {
        done.get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof StepFailed step) {
          throw step;
        }
        throw failed;
      }
    }
  }
}
