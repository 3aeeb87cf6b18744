package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.styra.opa.wasm.OpaPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The compiled rules are those of the sources. After a change of the rules, {@code mvn -pl policy
 * -am test -Dtest=RegoTest -Drego.mode=replace} compiles them anew.
 */
class RegoTest {
  private static final String NO_OPA = "opa is neither on the PATH nor in ~/go/bin";

  /** What the host must provide to any module that opa compiles. */
  private static final Set<String> HOST =
      Set.of(
          "env.memory",
          "env.opa_abort",
          "env.opa_println",
          "env.opa_builtin0",
          "env.opa_builtin1",
          "env.opa_builtin2",
          "env.opa_builtin3",
          "env.opa_builtin4");

  @BeforeAll
  static void compileAnewIfAsked() throws Exception {
    if (System.getProperty("rego.mode", "check").equals("replace")) {
      Files.write(Rego.MODULE, Rego.compile(opa()));
      Files.writeString(Rego.DIGEST, Rego.digest() + "\n");
    }
  }

  private static Path opa() {
    assumeTrue(Rego.opa().isPresent(), NO_OPA);
    return Rego.opa().orElseThrow();
  }

  @Test
  void theDigestIsThatOfTheSources() throws Exception {
    assertEquals(
        Rego.digest(), Files.readString(Rego.DIGEST).strip(), "the rules changed: see RegoTest");
  }

  @Test
  void compilingAgainGivesTheSameModule() throws Exception {
    assertArrayEquals(Files.readAllBytes(Rego.MODULE), Rego.compile(opa()));
  }

  @Test
  void theRulesAreStrict() throws Exception {
    Rego.Run check = Rego.run(opa(), "check", "--strict", "hefu");
    assertEquals(0, check.status(), check.printed());
  }

  @Test
  void theRulesAreFormatted() throws Exception {
    Rego.Run format = Rego.run(opa(), "fmt", "--list", "--fail", "hefu");
    assertEquals(0, format.status(), format.printed());
  }

  @Test
  void theRulesPassTheirTests() throws Exception {
    Rego.Run test = Rego.run(opa(), "test", "hefu");
    assertEquals(0, test.status(), test.printed());
  }

  @Test
  void everyLineOfTheRulesIsTested() throws Exception {
    Rego.Run test = Rego.run(opa(), "test", "--coverage", "--threshold=100", "hefu");
    assertEquals(0, test.status(), test.printed());
  }

  @Test
  void everyRuleHasItsTestBesideItAndTheFolderIsThePackage() throws IOException {
    for (Path rule : Rego.sources()) {
      String name = rule.getFileName().toString().replace(".rego", "");
      assertTrue(Files.exists(rule.resolveSibling(name + "_test.rego")), rule.toString());
      String folder = Rego.FOLDER.relativize(rule.getParent()).toString();
      assertTrue(
          Files.readAllLines(rule).contains("package " + folder.replace('/', '.')),
          rule.toString());
    }
  }

  @Test
  void theModuleImportsOnlyTheHost() throws IOException {
    ImportSection imports = Parser.parse(Files.readAllBytes(Rego.MODULE)).importSection();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < imports.importCount(); i++) {
      names.add(imports.getImport(i).module() + "." + imports.getImport(i).name());
    }
    assertTrue(HOST.containsAll(names), names.toString());
  }

  @Test
  void everyBuiltinIsNativeToWebAssembly() throws Exception {
    // A module that needs a builtin of the host cannot be built when the host offers none.
    OpaPolicy policy =
        OpaPolicy.builder()
            .withPolicy(Files.readAllBytes(Rego.MODULE))
            .withDefaultBuiltins(false)
            .build();
    assertEquals(
        Set.of("hefu/exchange/decision", "hefu/breakglass/decision"),
        policy.entrypoints().keySet());
    assertTrue(policy.evaluate("{}").contains("\"permit\":false"));
  }
}
