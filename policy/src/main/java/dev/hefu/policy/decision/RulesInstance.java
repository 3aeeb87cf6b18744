package dev.hefu.policy.decision;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the rules, spoken to by opa's ABI 1.3. It runs on one thread at a time; an
 * evaluation that takes too long is interrupted, and its instance must not be used again.
 */
final class RulesInstance {
  private static final int AS_JSON = 0;
  private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.UTF_8);

  private final Memory memory;
  private final ExportFunction eval;
  private final Map<Question, Integer> entrypoints = new EnumMap<>(Question.class);
  private final long data;
  private final long heap;

  private @Nullable Thread running;
  private long endNanos;
  private boolean interrupted;

  RulesInstance(Instance instance, Memory memory) {
    this.memory = memory;
    this.eval = instance.export("opa_eval");
    JsonNode paths = json(instance, memory, "entrypoints");
    for (Question question : Question.values()) {
      JsonNode number = paths.path(question.path());
      if (!number.isInt()) {
        throw new IllegalArgumentException("the rules answer no " + question.path());
      }
      entrypoints.put(question, number.intValue());
    }
    long address = instance.export("opa_malloc").apply(NO_DATA.length)[0];
    memory.write((int) address, NO_DATA);
    this.data = instance.export("opa_json_parse").apply(address, NO_DATA.length)[0];
    this.heap = instance.export("opa_heap_ptr_get").apply()[0];
  }

  /** What a function of the module that takes nothing returns. */
  static JsonNode json(Instance instance, Memory memory, String function) {
    long value = instance.export(function).apply()[0];
    long text = instance.export("opa_json_dump").apply(value)[0];
    return StrictJson.trusted(memory.readCString((int) text).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The rules' answer to this input. Nothing of an evaluation is left for the next: the heap begins
   * anew behind the input.
   *
   * @param endNanos from when on it may be interrupted, by {@link System#nanoTime}
   * @throws RuntimeException if the rules fail or the evaluation was interrupted
   */
  String evaluate(Question question, String input, long endNanos) {
    begin(endNanos);
    try {
      byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
      makeRoom(heap + bytes.length);
      memory.write((int) heap, bytes);
      long result =
          eval.apply(
                  0,
                  Objects.requireNonNull(entrypoints.get(question)),
                  data,
                  heap,
                  bytes.length,
                  heap + bytes.length,
                  AS_JSON)[0];
      return memory.readCString((int) result);
    } finally {
      end();
    }
  }

  private void makeRoom(long end) {
    long missing = end - (long) memory.pages() * Memory.PAGE_SIZE;
    if (missing > 0 && memory.grow((int) (missing / Memory.PAGE_SIZE) + 1) < 0) {
      throw new IllegalStateException("an input of " + (end - heap) + " bytes is too large");
    }
  }

  private synchronized void begin(long end) {
    running = Thread.currentThread();
    endNanos = end;
    interrupted = false;
  }

  /** Takes back an interrupt of ours, so that it hits nothing but the evaluation. */
  private synchronized void end() {
    running = null;
    if (interrupted) {
      Thread.interrupted();
    }
  }

  /** Interrupts an evaluation whose time is over. */
  synchronized void interruptIfLate() {
    Thread thread = running;
    if (thread != null && !interrupted && System.nanoTime() - endNanos > 0) {
      interrupted = true;
      thread.interrupt();
    }
  }
}
