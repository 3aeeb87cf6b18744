package dev.hefu.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.record.ReceiptCheck;
import dev.hefu.crypto.record.SignedReceipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a consent receipt with the gateway's public keys and nothing else; it calls nobody. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check a consent receipt without the gateway, and print what it says.",
      "Exit code 0: valid; 1: not valid, or a file cannot be used; 2: not understood."
    })
final class ReceiptVerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A receipt as it was saved.")
  private Path file = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Keys keys = new Keys();

  /** With what it is checked: one of the two. */
  private static final class Keys {
    @Option(
        names = "--jwks",
        paramLabel = "FILE",
        description = "The gateway's keys: a JWK set, or the saved answer of GET /v1/keys.")
    private @Nullable Path set;

    @Option(names = "--key", paramLabel = "FILE", description = "One public key as a JWK.")
    private @Nullable Path one;

    PublicKeySet read() throws IOException {
      Path from = Objects.requireNonNull(set == null ? one : set);
      ObjectNode json =
          StrictJson.object(bytes(from, PublicKeySet.MAX_BYTES))
              .orElseThrow(() -> new CommandFailed(from + " is no JSON object."));
      if (set == null) {
        ObjectNode single = StrictJson.newObject();
        single.putArray("keys").add(json);
        json = single;
      } else if (json.get("jwks") instanceof ObjectNode published) {
        json = published;
      }
      return switch (PublicKeySet.parse(json)) {
        case KeySetCheck.Valid(PublicKeySet keys) when !keys.keys().isEmpty() -> keys;
        case KeySetCheck.Valid _ ->
            throw new CommandFailed(from + " holds no public key of a kind that Hefu signs with.");
        case KeySetCheck.Invalid(String reason) ->
            throw new CommandFailed(from + " is not usable: " + reason + ".");
      };
    }
  }

  @Override
  public Integer call() throws IOException {
    Verifier gateway = Verifier.of(keys.read());
    String text = new String(bytes(file, SignedReceipt.MAX_CHARS), StandardCharsets.UTF_8).strip();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    return switch (SignedReceipt.verify(text, gateway)) {
      case ReceiptCheck.Valid(SignedReceipt receipt) -> {
        print(out, receipt);
        yield 0;
      }
      case ReceiptCheck.Invalid(String reason) -> {
        out.println("NOT VALID: " + reason);
        yield 1;
      }
    };
  }

  private static void print(PrintWriter out, SignedReceipt receipt) {
    SignedReceipt.Claims claims = receipt.claims();
    JsonNode record = claims.receipt().path("dpv:hasRecordOfActivity");
    JsonNode process = record.path("dpv:hasProcess");
    JsonNode duration = record.path("dpv:hasDuration");
    out.printf("valid: signed by %s at %s%n", claims.issuer(), claims.issuedAt());
    out.printf("  for        %s%n", claims.recipient());
    out.printf("  consent    %s%n", claims.receipt().path("dct:identifier").asText());
    out.printf("  person     %s%n", receipt.subject().orElse("not disclosed"));
    out.printf("  from       %s%n", words(process.path("dpv:hasDataSource")));
    out.printf("  to         %s%n", process.path("dpv:hasRecipient").asText());
    out.printf("  purpose    %s%n", process.path("hefu:purpose").asText());
    out.printf("  data       %s%n", words(process.path("dpv:hasPersonalData")));
    out.printf(
        "  valid      %s to %s%n",
        duration.path("schema:startTime").asText(), duration.path("schema:endTime").asText());
    record
        .path("dpv:hasConsentStatus")
        .forEach(
            state ->
                out.printf(
                    "  %s  %s%n", state.path("dct:date").asText(), state.path("@type").asText()));
  }

  private static String words(JsonNode array) {
    StringBuilder words = new StringBuilder();
    array.forEach(word -> words.append(words.isEmpty() ? "" : ", ").append(word.asText()));
    return words.toString();
  }

  /**
   * A file whole.
   *
   * @throws CommandFailed if it cannot be read, or is longer than that
   */
  private static byte[] bytes(Path file, int most) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CommandFailed(file + " is not a file that can be read.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new CommandFailed("%s has more than %d bytes.".formatted(file, most));
      }
      return bytes;
    }
  }
}
