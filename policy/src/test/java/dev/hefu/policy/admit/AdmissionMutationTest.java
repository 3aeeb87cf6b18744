package dev.hefu.policy.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Negates every condition of the admission, one at a time: each time a case of the case file must
 * fail, or that file would not notice the condition's loss.
 */
@Tag("mutation")
class AdmissionMutationTest {
  /** The classes that decide, with the methods whose conditions are another test's matter. */
  private static final Map<String, Set<String>> DECIDING =
      Map.ofEntries(
          Map.entry("dev.hefu.policy.admit.Admission", Set.of()),
          Map.entry("dev.hefu.policy.admit.Refusals", Set.of()),
          Map.entry("dev.hefu.policy.admit.Disclosure", Set.of()),
          Map.entry("dev.hefu.policy.fact.AgreementFact", Set.of("balances", "addBalance")),
          Map.entry("dev.hefu.policy.fact.ConsentFact", Set.of("balances")),
          Map.entry("dev.hefu.policy.fact.RulesFact", Set.of()),
          Map.entry("dev.hefu.policy.admit.Spending", Set.of()),
          Map.entry("dev.hefu.policy.admit.FigureQuestions", Set.of()),
          Map.entry("dev.hefu.policy.admit.ShownProofs", Set.of()),
          Map.entry("dev.hefu.policy.admit.GivenApprovals", Set.of()),
          Map.entry("dev.hefu.policy.approval.Approval", Set.of()),
          Map.entry("dev.hefu.policy.budget.FixedWindow", Set.of()));

  @Test
  void unchangedEveryCaseHolds() throws Exception {
    assertEquals("", run(new Mutant("", -1)));
  }

  @Test
  void noNegatedConditionGoesUnnoticed() throws Exception {
    List<String> survivors = new ArrayList<>();
    int mutants = 0;
    for (String name : DECIDING.keySet()) {
      Mutant counting = new Mutant(name, -1);
      counting.bytes(name);
      for (int i = 0; i < counting.conditions.size(); i++) {
        mutants++;
        if (run(new Mutant(name, i)).isEmpty()) {
          survivors.add(counting.conditions.get(i));
        }
      }
    }
    assertTrue(mutants > 40, mutants + " conditions");
    assertEquals(List.of(), survivors);
  }

  private static String run(Mutant mutant) throws Exception {
    Class<?> type = mutant.loadClass(CaseRun.class.getName());
    Callable<?> run = (Callable<?>) type.getDeclaredConstructor().newInstance();
    return Objects.requireNonNull(run.call()).toString();
  }

  /** Loads this module's classes anew, one of them with one condition negated. */
  private static final class Mutant extends ClassLoader {
    private final String target;
    private final int negated;
    private final List<String> conditions = new ArrayList<>();

    Mutant(String target, int negated) {
      super(AdmissionMutationTest.class.getClassLoader());
      this.target = target;
      this.negated = negated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.hefu.policy.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try {
        byte[] bytes = bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private byte[] bytes(String name) throws IOException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = AdmissionMutationTest.class.getResourceAsStream(file)) {
        byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
        if (!name.equals(target)) {
          return bytes;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Negation(writer, this), 0);
        return writer.toByteArray();
      }
    }

    /** Whether this condition, the next one found, is the one to negate. */
    private boolean next(String method, int line) {
      conditions.add(target + "." + method + " line " + line);
      return conditions.size() - 1 == negated;
    }
  }

  private static final class Negation extends ClassVisitor {
    private final Mutant mutant;

    Negation(ClassVisitor next, Mutant mutant) {
      super(Opcodes.ASM9, next);
      this.mutant = mutant;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (DECIDING.getOrDefault(mutant.target, Set.of()).contains(name)) {
        return next;
      }
      return new MethodVisitor(Opcodes.ASM9, next) {
        private int line;

        @Override
        public void visitLineNumber(int number, Label start) {
          line = number;
          super.visitLineNumber(number, start);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
          boolean negate = opcode != Opcodes.GOTO && mutant.next(name, line);
          super.visitJumpInsn(negate ? negated(opcode) : opcode, label);
        }
      };
    }

    /** The jump that is taken exactly when this one is not (JVM specification, 6.5). */
    private static int negated(int opcode) {
      return switch (opcode) {
        case Opcodes.IFNULL -> Opcodes.IFNONNULL;
        case Opcodes.IFNONNULL -> Opcodes.IFNULL;
        default -> ((opcode - Opcodes.IFEQ) ^ 1) + Opcodes.IFEQ;
      };
    }
  }
}
