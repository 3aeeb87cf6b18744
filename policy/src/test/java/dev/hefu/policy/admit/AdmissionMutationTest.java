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
 * Negates every condition of the admission and shifts every bound, one at a time: each time a case
 * of the case file must fail, or that file would not notice the loss.
 */
@Tag("mutation")
class AdmissionMutationTest {
  /** The classes that decide, with the methods whose conditions are another test's matter. */
  private static final Map<String, Set<String>> DECIDING =
      Map.ofEntries(
          Map.entry("dev.hefu.policy.admit.Admission", Set.of()),
          Map.entry("dev.hefu.policy.admit.Refusals", Set.of()),
          Map.entry("dev.hefu.policy.admit.Disclosure", Set.of()),
          Map.entry("dev.hefu.policy.claim.Proposal$Permit", Set.of("<init>")),
          Map.entry("dev.hefu.policy.claim.Proposal$Figure", Set.of()),
          Map.entry("dev.hefu.policy.fact.Earlier", Set.of()),
          Map.entry("dev.hefu.policy.fact.AgreementFact", Set.of("balances", "addBalance")),
          Map.entry("dev.hefu.policy.fact.ConsentFact", Set.of("balances")),
          Map.entry("dev.hefu.policy.fact.RulesFact", Set.of()),
          Map.entry("dev.hefu.policy.admit.Spending", Set.of()),
          Map.entry("dev.hefu.policy.admit.FigureQuestions", Set.of()),
          Map.entry("dev.hefu.policy.admit.ShownProofs", Set.of()),
          Map.entry("dev.hefu.policy.admit.GivenApprovals", Set.of()),
          Map.entry("dev.hefu.policy.approval.Approval", Set.of()),
          Map.entry("dev.hefu.policy.budget.FixedWindow", Set.of()));

  /** What is done to a condition. */
  private enum Damage {
    NEGATED,
    /** Also true, or no longer true, where both sides are equal. */
    SHIFTED
  }

  /** Where {@code not-permitted} lies does not matter: it is told as itself either way. */
  private static final String NO_MATTER = "dev.hefu.policy.admit.Disclosure.restsOnPerson";

  @Test
  void unchangedEveryCaseHolds() throws Exception {
    assertEquals("", run(new Mutant(Damage.NEGATED, "", -1)));
  }

  @Test
  void noNegatedConditionGoesUnnoticed() throws Exception {
    assertEquals(List.of(), survivors(Damage.NEGATED, 40));
  }

  @Test
  void noShiftedBoundGoesUnnoticed() throws Exception {
    assertEquals(
        List.of(NO_MATTER),
        survivors(Damage.SHIFTED, 10).stream()
            .map(each -> each.replaceFirst(" line \\d+", ""))
            .toList());
  }

  private static List<String> survivors(Damage damage, int atLeast) throws Exception {
    List<String> survivors = new ArrayList<>();
    int mutants = 0;
    for (String name : DECIDING.keySet()) {
      Mutant counting = new Mutant(damage, name, -1);
      counting.bytes(name);
      for (int i = 0; i < counting.conditions.size(); i++) {
        mutants++;
        if (run(new Mutant(damage, name, i)).isEmpty()) {
          survivors.add(counting.conditions.get(i));
        }
      }
    }
    System.out.printf("%d conditions %s, %d survivors%n", mutants, damage, survivors.size());
    assertTrue(mutants > atLeast, mutants + " conditions");
    return survivors;
  }

  private static String run(Mutant mutant) throws Exception {
    Class<?> type = mutant.loadClass(CaseRun.class.getName());
    Callable<?> run = (Callable<?>) type.getDeclaredConstructor().newInstance();
    return Objects.requireNonNull(run.call()).toString();
  }

  /** Loads this module's classes anew, one of them with one condition damaged. */
  private static final class Mutant extends ClassLoader {
    private final Damage damage;
    private final String target;
    private final int damaged;
    private final List<String> conditions = new ArrayList<>();

    Mutant(Damage damage, String target, int damaged) {
      super(AdmissionMutationTest.class.getClassLoader());
      this.damage = damage;
      this.target = target;
      this.damaged = damaged;
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
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Damaging(writer, this), 0);
        return writer.toByteArray();
      }
    }

    /** Whether this condition, the next one found, is the one to damage. */
    private boolean next(String method, int line) {
      conditions.add(target + "." + method + " line " + line);
      return conditions.size() - 1 == damaged;
    }
  }

  private static final class Damaging extends ClassVisitor {
    private final Mutant mutant;

    Damaging(ClassVisitor next, Mutant mutant) {
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
          if (mutant.damage == Damage.NEGATED) {
            boolean negate = opcode != Opcodes.GOTO && mutant.next(name, line);
            super.visitJumpInsn(negate ? negated(opcode) : opcode, label);
          } else {
            boolean shift = shifted(opcode) != opcode && mutant.next(name, line);
            super.visitJumpInsn(shift ? shifted(opcode) : opcode, label);
          }
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String described, boolean isInterface) {
          boolean compares =
              owner.equals("java/time/Instant")
                  && (method.equals("isBefore") || method.equals("isAfter"));
          if (!compares || mutant.damage != Damage.SHIFTED || !mutant.next(name, line)) {
            super.visitMethodInsn(opcode, owner, method, described, isInterface);
            return;
          }
          super.visitMethodInsn(opcode, owner, "compareTo", "(Ljava/time/Instant;)I", false);
          orEqual(method.equals("isBefore"));
        }

        /** From a comparison's sign to whether it is equal or less, or greater; without a jump. */
        private void orEqual(boolean less) {
          if (!less) {
            super.visitInsn(Opcodes.INEG);
          }
          super.visitInsn(Opcodes.ICONST_1);
          super.visitInsn(Opcodes.ISUB);
          super.visitIntInsn(Opcodes.BIPUSH, Integer.SIZE - 1);
          super.visitInsn(Opcodes.IUSHR);
        }
      };
    }

    /** The jump that differs from this one where both sides are equal; the same for others. */
    private static int shifted(int opcode) {
      return switch (opcode) {
        case Opcodes.IFLT -> Opcodes.IFLE;
        case Opcodes.IFLE -> Opcodes.IFLT;
        case Opcodes.IFGE -> Opcodes.IFGT;
        case Opcodes.IFGT -> Opcodes.IFGE;
        case Opcodes.IF_ICMPLT -> Opcodes.IF_ICMPLE;
        case Opcodes.IF_ICMPLE -> Opcodes.IF_ICMPLT;
        case Opcodes.IF_ICMPGE -> Opcodes.IF_ICMPGT;
        case Opcodes.IF_ICMPGT -> Opcodes.IF_ICMPGE;
        default -> opcode;
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
