package dev.hefu.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hefu.schemas.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the house, read off the repository itself. */
final class HouseTest {
  private static final Path ROOT = Path.of(System.getProperty("hefu.root", ".."));
  private static final List<String> MODULES =
      List.of("schemas", "crypto", "policy", "settlement", "client", "gateway", "bench");

  /** A file beyond this has a second noun in it. */
  private static final int MAX_LINES = 450;

  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Abstract|Default)[A-Z].*|.*(Impl|Manager|Helper|Utils?|Registry)");

  private static final Pattern PRINTING =
      Pattern.compile("\\bSystem\\.out\\b|\\.printStackTrace\\(");

  /** Where a person sits before a terminal. */
  private static final List<String> TERMINALS =
      List.of("/gateway/cli/", "/gateway/demo/", "/hefu/bench/");

  /** What must not be called, and what to call instead. */
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("\\bThread\\.sleep\\("),
          "wait for the event",
          PRINTING,
          "a logger; only cli, demo and bench speak to a terminal",
          Pattern.compile("\\bnew Random\\(\\)"),
          "SecureRandom, or a seeded generator",
          Pattern.compile("Security\\.(add|insert)Provider"),
          "name the provider per primitive",
          Pattern.compile("\\bTO" + "DO\\b|\\bFIX" + "ME\\b"),
          "an issue, or the code");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hefu");

  @ParameterizedTest
  @CsvSource({
    "dev.hefu.schemas.(*)..",
    "dev.hefu.crypto.(*)..",
    "dev.hefu.policy.(*)..",
    "dev.hefu.settlement.(*)..",
    "dev.hefu.client.(*)..",
    "dev.hefu.gateway.(*)..",
    "dev.hefu.(*).."
  })
  void packagesHaveNoCycles(String packages) {
    slices().matching(packages).should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
  }

  /** Each package for itself; those that are generated from tables are not ours. */
  @Test
  void noTwoPackagesSeeEachOther() {
    slices()
        .matching("dev.hefu.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES.that(not(resideInAPackage("..jooq.."))));
  }

  @Test
  void modulesSeeOnlyWhatTheyMay() {
    Map<String, List<String>> hidden =
        Map.of(
            "schemas", List.of("crypto", "policy", "settlement", "client", "gateway"),
            "crypto", List.of("schemas", "policy", "settlement", "client", "gateway"),
            "policy", List.of("settlement", "client", "gateway"),
            "settlement", List.of("policy", "client", "gateway"),
            "client", List.of("policy", "settlement", "gateway"));
    List<String> seen = new ArrayList<>();
    for (var type : CLASSES) {
      String module = type.getPackageName().split("\\.", -1)[2];
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        String[] target = dependency.getTargetClass().getPackageName().split("\\.", -1);
        if (target.length > 2
            && target[1].equals("hefu")
            && hidden.getOrDefault(module, List.of()).contains(target[2])) {
          seen.add(dependency.getDescription());
        }
      }
    }
    assertEquals(List.of(), seen);
  }

  /** What a node connects to others with, or finds their addresses with. */
  private static final Pattern CONNECTING =
      Pattern.compile(
          "java\\.net\\.http\\.HttpClient|java\\.net\\.(Http)?URLConnection"
              + "|java\\.net\\.(Datagram)?Socket|java\\.nio\\.channels\\.\\w*SocketChannel"
              + "|io\\.vertx\\.core\\.http\\.(Http|WebSocket)Client\\w*"
              + "|io\\.vertx\\.core\\.(net\\.NetClient\\w*|datagram\\..*|dns\\..*)"
              + "|io\\.vertx\\.ext\\.web\\.client\\..*");

  /** Commands that a person starts, parts that run beside a node on this machine, clients. */
  private static final List<String> NO_NODE =
      List.of(
          "dev.hefu.gateway.cli",
          "dev.hefu.gateway.audit",
          "dev.hefu.gateway.demo",
          "dev.hefu.gateway.embedded",
          "dev.hefu.client",
          "dev.hefu.bench");

  /** The database stands where the operator says, and is reached by its driver alone. */
  private static final String TO_THE_DATABASE = "dev.hefu.gateway.DatabaseSockets";

  @Test
  void aNodeHasOneWayOut() {
    List<String> found = new ArrayList<>();
    for (var type : CLASSES) {
      String packageName = type.getPackageName();
      if (packageName.equals("dev.hefu.gateway.outbound")
          || type.getName().startsWith(TO_THE_DATABASE)
          || NO_NODE.stream().anyMatch(packageName::startsWith)) {
        continue;
      }
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        if (CONNECTING.matcher(dependency.getTargetClass().getName()).matches()) {
          found.add(dependency.getDescription());
        }
      }
      for (var call : type.getMethodCallsFromSelf()) {
        String owner = call.getTargetOwner().getName();
        String method = call.getName();
        if ((owner.equals("java.net.InetAddress") && method.matches("get(All)?ByName"))
            || (owner.equals("java.net.URL") && method.startsWith("open"))
            || method.matches("create(Http|Net|WebSocket|Dns)Client\\w*|createDatagramSocket")) {
          found.add(call.getDescription());
        }
      }
    }
    assertEquals(List.of(), found, "connect through dev.hefu.gateway.outbound.Door");
  }

  @Test
  void namesSayAThingAndNotAPattern() {
    assertEquals(
        List.of(),
        sources("main").stream()
            .filter(file -> EMPTY_NAME.matcher(simpleName(file)).matches())
            .toList());
  }

  @Test
  void filesHaveOneNoun() {
    assertEquals(
        List.of(),
        sources("main").stream().filter(file -> lines(file).size() > MAX_LINES).toList());
  }

  @Test
  void nothingBannedIsCalled() {
    List<String> found = new ArrayList<>();
    for (Path file : sources("main")) {
      for (String line : lines(file)) {
        BANNED.forEach(
            (pattern, instead) -> {
              if (pattern.matcher(line).find() && !mayPrint(file, pattern)) {
                found.add(ROOT.relativize(file) + ": " + line.strip() + " -> " + instead);
              }
            });
      }
    }
    assertEquals(List.of(), found);
  }

  private static boolean mayPrint(Path file, Pattern banned) {
    return banned == PRINTING && TERMINALS.stream().anyMatch(file.toString()::contains);
  }

  @Test
  void settlementKnowsNoFloatingPoint() {
    Pattern floating = Pattern.compile("\\b(double|float)\\b");
    List<String> found = new ArrayList<>();
    for (Path file : sources("main")) {
      if (file.startsWith(ROOT.resolve("settlement"))) {
        lines(file).stream()
            .map(String::strip)
            .filter(line -> !line.startsWith("*") && !line.startsWith("/"))
            .filter(line -> floating.matcher(line).find())
            .forEach(line -> found.add(ROOT.relativize(file) + ": " + line));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    for (Path file : sources("main")) {
      assertTrue(
          Files.exists(file.resolveSibling("package-info.java")),
          () -> file + " has none beside it");
    }
  }

  @Test
  void testsNeitherSleepNorRest() {
    Pattern resting = Pattern.compile("Thread\\.sl" + "eep\\(|@Dis" + "abled\\b");
    assertEquals(
        List.of(),
        sources("test").stream()
            .filter(file -> lines(file).stream().anyMatch(line -> resting.matcher(line).find()))
            .filter(file -> !file.endsWith("HouseTest.java"))
            .toList());
  }

  @Test
  void linksInTheDocumentsLeadSomewhere() throws IOException {
    Pattern link = Pattern.compile("]\\((?!https?:|mailto:|#)([^)#\\s]+)[^)]*\\)");
    assertEquals(
        List.of(), inDocuments(link, (page, target) -> !Files.exists(page.resolveSibling(target))));
  }

  /** What a reader is told to call, with whatever id, is an operation of the contract. */
  @Test
  void callsInTheDocumentsAreOfTheContract() throws IOException {
    Pattern call = Pattern.compile("\\b((?:GET|POST|PUT|DELETE) /(?:v1|log)/[\\w{}/-]*[\\w}])");
    Pattern operations =
        Pattern.compile(
            Contract.load().operations().stream()
                .map(one -> one.method() + " " + one.path().replaceAll("\\{\\w+}", "[^/]+"))
                .collect(Collectors.joining("|")));
    assertEquals(List.of(), inDocuments(call, (page, said) -> !operations.matcher(said).matches()));
  }

  /** What the first group of the pattern finds in the documents and is faulty, by page. */
  private static List<String> inDocuments(Pattern pattern, BiPredicate<Path, String> faulty)
      throws IOException {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      for (Path page :
          Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList()) {
        for (String line : lines(page)) {
          pattern
              .matcher(line)
              .results()
              .map(found -> found.group(1))
              .filter(found -> faulty.test(page, found))
              .forEach(found -> faults.add(ROOT.relativize(page) + ": " + found));
        }
      }
    }
    return faults;
  }

  private static List<Path> sources(String kind) {
    List<Path> files = new ArrayList<>();
    for (String module : MODULES) {
      Path folder = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> found = Files.walk(folder)) {
          found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }
    assertTrue(files.size() > 10, "the repository's sources are not below " + ROOT);
    return files;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String simpleName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }
}
