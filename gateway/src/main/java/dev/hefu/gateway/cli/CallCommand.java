package dev.hefu.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.OpenedFigures;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.partner.Access;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Calls the gateway as somebody of the demo: signs what curl cannot, opens and verifies answers.
 */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = {
      "Call the running demo as one of its participants or persons.",
      "Example: ./hefu call --as marketplace GET /v1/consents"
    })
final class CallCommand implements Callable<Integer> {
  private static final String EXCHANGES = "/v1/exchanges";
  private static final String FIGURES = "/v1/figures";
  private static final String PERSON = "person-";
  private static final int FIRST_ERROR = 400;

  @Mixin private DataFolderOption data = new DataFolderOption();

  @Option(names = "--as", required = true, paramLabel = "NAME", description = "Who calls.")
  private String name = "";

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT or DELETE.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "Such as /v1/consents.")
  private String path = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "BODY",
      description = "JSON, or @FILE that holds it.")
  private @Nullable String body;

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws IOException {
    DemoFolder folder = data.existing();
    try (Access access = new Access(data.address())) {
      HefuClient client = access.as(tokens(folder, access));
      HttpAnswer answer =
          client.send(method.toUpperCase(Locale.ROOT), path, requestBody(), headers());
      System.err.println(answer.status() + " " + answer.mediaType());
      System.out.println(pretty(answer));
      if (path.equals(EXCHANGES) && answer.status() < FIRST_ERROR) {
        opened(folder, access, client, answer);
      }
      if (path.equals(FIGURES) && answer.status() < FIRST_ERROR) {
        figures(folder, access, answer);
      }
      return answer.status() < FIRST_ERROR ? 0 : 1;
    }
  }

  private TokenSource tokens(DemoFolder folder, Access access) throws IOException {
    if (name.matches(PERSON + "\\d{1,9}")) {
      int customer = Integer.parseInt(name.substring(PERSON.length()));
      Person person = new Person(customer, folder.part("persons"), access);
      if (!person.isKnown()) {
        throw new CommandFailed("no person of this demo is called " + name + ".");
      }
      return person.signIn();
    }
    return access.tokens(name, keys(folder));
  }

  private PrivateKeySet keys(DemoFolder folder) throws IOException {
    Optional<PrivateKeySet> keys = folder.findKeys(name);
    return keys.orElseThrow(
        () -> new CommandFailed("nobody here is called " + name + "; known are " + known(folder)));
  }

  private static String known(DemoFolder folder) {
    try {
      return String.join(", ", folder.identities()) + ".";
    } catch (IOException unreadable) {
      return "none that can be read.";
    }
  }

  private HefuClient.@Nullable Body requestBody() throws IOException {
    return body == null ? null : new HefuClient.Body("application/json", text(body));
  }

  private static byte[] text(String given) throws IOException {
    return given.startsWith("@")
        ? Files.readAllBytes(Path.of(given.substring(1)))
        : given.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    if (path.equals(EXCHANGES) || path.equals(FIGURES)) {
      headers.put("Idempotency-Key", PartnerClient.newIdempotencyKey());
    }
    return headers;
  }

  private String pretty(HttpAnswer answer) throws IOException {
    Optional<JsonNode> read = StrictJson.parse(answer.body());
    return read.isPresent()
        ? json.writerWithDefaultPrettyPrinter().writeValueAsString(read.get())
        : answer.text();
  }

  /** What was sealed to the caller, once every signature and proof holds. */
  private void opened(DemoFolder folder, Access access, HefuClient client, HttpAnswer answer)
      throws IOException {
    PrivateKeySet keys = keys(folder);
    PartnerClient partner = new PartnerClient(client, Signer.of(keys));
    ExchangeRequest request =
        MessageCodec.answer(parsed(text(body == null ? "" : body)), ExchangeRequest.class);
    ExchangeAnswer sealed = MessageCodec.answer(parsed(answer.body()), ExchangeAnswer.class);
    switch (Partner.opener(name, keys, access, partner).open(request, sealed)) {
      case OpenedAnswer.Rejected(String reason) -> throw new CommandFailed(reason);
      case OpenedAnswer.Verified verified -> {
        System.err.println(
            "opened and verified: provider's signature, gateway's header, leaf %d"
                .formatted(verified.index()));
        System.out.println(
            json.writerWithDefaultPrettyPrinter().writeValueAsString(verified.cells()));
      }
    }
  }

  /** What was told of groups, once every signature and proof holds. */
  private void figures(DemoFolder folder, Access access, HttpAnswer answer) throws IOException {
    FigureRequest request =
        MessageCodec.answer(parsed(text(body == null ? "" : body)), FigureRequest.class);
    ExchangeAnswer sealed = MessageCodec.answer(parsed(answer.body()), ExchangeAnswer.class);
    switch (Partner.figureOpener(name, keys(folder), access).open(request, sealed)) {
      case OpenedFigures.Rejected(String reason) -> throw new CommandFailed(reason);
      case OpenedFigures.Verified verified -> {
        System.err.println(
            "opened and verified: gateway's header, leaf %d".formatted(verified.index()));
        System.out.println(
            json.writerWithDefaultPrettyPrinter()
                .writeValueAsString(parsed(verified.text().getBytes(StandardCharsets.UTF_8))));
      }
    }
  }

  private static JsonNode parsed(byte[] bytes) {
    return StrictJson.parse(bytes)
        .orElseThrow(() -> new CommandFailed("that is not JSON, or a member occurs twice."));
  }
}
