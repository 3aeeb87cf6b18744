import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks or mends the format of every Java file below a folder: {@code (check|replace) FOLDER}. */
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git");

  public static void main(String[] args) throws Exception {
    boolean replace =
        switch (args[0]) {
          case "check" -> false;
          case "replace" -> true;
          default ->
              throw new IllegalArgumentException(
                  "format.mode is " + args[0] + ", not check or replace");
        };
    List<String> options = new ArrayList<>();
    if (replace) {
      options.add("--replace");
    } else {
      options.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    }
    try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
      files.filter(Format::isSource).map(Path::toString).sorted().forEach(options::add);
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = new Main(out, err, System.in).format(options.toArray(String[]::new));
    out.flush();
    err.flush();
    if (status != 0) {
      err.println("The files above are not formatted: mvn -N validate -Dformat.mode=replace");
    }
    System.exit(status);
  }

  private static boolean isSource(Path path) {
    if (!path.toString().endsWith(".java")) {
      return false;
    }
    for (Path part : path) {
      if (SKIPPED.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
