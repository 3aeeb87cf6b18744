package dev.hefu.policy.decision;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import dev.hefu.crypto.primitive.Providers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The rules' WebAssembly module, turned into Java byte code once for all its instances: they share
 * what the JVM learns about it, and one more costs its memory alone.
 */
final class RulesModule {
  private static final String HOST = "env";

  /** A decision needs 0.3 MB; growing is slow. */
  private static final int INITIAL_PAGES = 16;

  /** 16 MB: an input that needs more is none of ours. */
  private static final int MAX_PAGES = 256;

  private static final int MAX_BUILTIN_ARGUMENTS = 4;

  /** Those in force, those before them, and what officers have under way; each is about 2 MB. */
  static final int KEPT = 4;

  /** The last that were asked for, by their digest. */
  private static final Map<String, RulesModule> COMPILED =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 1, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, RulesModule> eldest) {
              return size() > KEPT;
            }
          });

  private final WasmModule module;
  private final Function<Instance, Machine> compiled;

  /**
   * The module of these bytes. Rules are checked, tried on cases and then run, by every node of the
   * process: compiled and warm once serves all of them.
   *
   * @throws RuntimeException if they are no module
   */
  static RulesModule of(byte[] module) {
    String digest = HexFormat.of().formatHex(Providers.sha256(module));
    RulesModule known = COMPILED.get(digest);
    if (known != null) {
      return known;
    }
    // Not under the map's lock: a module that is slow to compile delays no other.
    RulesModule compiled = new RulesModule(module);
    COMPILED.put(digest, compiled);
    return compiled;
  }

  private RulesModule(byte[] module) {
    this.module = Parser.parse(module);
    this.compiled = MachineFactoryCompiler.compile(this.module);
  }

  RulesInstance instantiate() {
    Memory memory = memory();
    return new RulesInstance(instance(memory), memory);
  }

  /** The builtins that the module would ask the host for. */
  Set<String> builtins() {
    Memory memory = memory();
    Set<String> names = new TreeSet<>();
    RulesInstance.json(instance(memory), memory, "builtins")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static Memory memory() {
    return new ByteArrayMemory(new MemoryLimits(INITIAL_PAGES, MAX_PAGES));
  }

  private Instance instance(Memory memory) {
    ImportValues host =
        ImportValues.builder()
            .withFunctions(functions(memory))
            .addMemory(new ImportMemory(HOST, "memory", memory))
            .build();
    return Instance.builder(module).withMachineFactory(compiled).withImportValues(host).build();
  }

  /** What any module of opa imports; the rules need no builtin of the host. */
  private static List<ImportFunction> functions(Memory memory) {
    List<ImportFunction> functions = new ArrayList<>();
    functions.add(
        new HostFunction(
            HOST,
            "opa_abort",
            FunctionType.accepting(ValType.I32),
            (instance, arguments) -> {
              throw new IllegalStateException(memory.readCString((int) arguments[0]));
            }));
    functions.add(
        new HostFunction(
            HOST,
            "opa_println",
            FunctionType.accepting(ValType.I32),
            (instance, arguments) -> new long[0]));
    for (int i = 0; i <= MAX_BUILTIN_ARGUMENTS; i++) {
      functions.add(builtin(i));
    }
    return functions;
  }

  private static HostFunction builtin(int arguments) {
    return new HostFunction(
        HOST,
        "opa_builtin" + arguments,
        FunctionType.of(Collections.nCopies(2 + arguments, ValType.I32), List.of(ValType.I32)),
        (instance, values) -> {
          throw new IllegalStateException("the rules call the host's builtin " + values[0]);
        });
  }
}
