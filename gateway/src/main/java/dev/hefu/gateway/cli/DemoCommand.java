package dev.hefu.gateway.cli;

import dev.hefu.gateway.demo.Demo;
import dev.hefu.gateway.demo.DemoOptions;
import dev.hefu.gateway.demo.FinalPage;
import dev.hefu.gateway.demo.month.MonthNotes;
import dev.hefu.gateway.demo.stage.Progress;
import dev.hefu.gateway.demo.stage.StoryBook;
import dev.hefu.gateway.demo.story.StoryNotes;
import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts every part, tells the story and stays up. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Start PostgreSQL, Keycloak and the gateway, tell the story of one network, and stay up.")
final class DemoCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8080;

  @Mixin private DataFolderOption data = new DataFolderOption();

  @Option(names = "--once", description = "Tell the story, stop, and exit 0 if every step held.")
  private boolean once;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "TPC-DS scale of the world (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--persons",
      defaultValue = "60",
      description = "Persons who take part (default: ${DEFAULT-VALUE}).")
  private int persons;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Shifts the choice of persons (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--port",
      description = "Port of the gateway (default: 8080; any free one with --once).")
  private @Nullable Integer port;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    int wanted = port != null ? port : once ? 0 : DEFAULT_PORT;
    Progress progress = new Progress(out, isTerminal());
    DemoOptions options = new DemoOptions(scale, persons, seed, data.path(), wanted);
    Demo.Ended ended = Demo.tell(options, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(ended.demo()::close, "demo-stop"));
    int status = finish(out, ended);
    if (once || status != 0) {
      ended.demo().close();
      out.println(lastLine(ended, progress));
      return status;
    }
    out.println(lastLine(ended, progress));
    out.println("按 Ctrl-C 停止。 Press Ctrl-C to stop.");
    new CountDownLatch(1).await();
    return status;
  }

  @SuppressWarnings("SystemConsoleNull") // It may still be null, says its annotation.
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private int finish(PrintStream out, Demo.Ended ended) {
    if (ended.failed().isPresent()) {
      return 1;
    }
    new FinalPage(ended.book(), out, data.word()).print();
    return 0;
  }

  private String lastLine(Demo.Ended ended, Progress progress) {
    if (ended.failed().isPresent()) {
      return "DEMO FAILED step=" + ended.failed().get();
    }
    StoryBook book = ended.book();
    MonthNotes month = new MonthNotes(book);
    return ("DEMO OK exchanges=%d persons=%d denied=%d leaves=%d lines=%d postings=%d statements=%d"
            + " seconds=%d")
        .formatted(
            book.permits() + book.denials(),
            persons,
            book.denials(),
            new StoryNotes(book).leaves(),
            month.lines(),
            month.postings(),
            month.statements(),
            progress.elapsed().toSeconds());
  }
}
