package dev.hefu.policy.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.policy.decision.RulesCheck;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as {@code opa build -t wasm} makes it: a compressed tar archive with the module, the
 * data and a manifest. Of the sources in it nothing is read.
 */
public final class Bundle {
  /** A module of the largest size allowed, packed as badly as it may be, and sources beside it. */
  private static final int MAX_UNPACKED_BYTES = 4 * 1024 * 1024;

  private static final String MODULE = "policy.wasm";
  private static final String DATA = "data.json";
  private static final String MANIFEST = ".manifest";

  private Bundle() {}

  /** Reads a bundle and checks that its rules can be run. */
  public static BundleReading read(byte[] bundle) {
    Map<String, byte[]> files;
    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bundle))) {
      byte[] archive = unpacked.readNBytes(MAX_UNPACKED_BYTES + 1);
      if (archive.length > MAX_UNPACKED_BYTES) {
        return new BundleReading.Refused(
            "unpacked it has more than " + MAX_UNPACKED_BYTES + " bytes, the limit");
      }
      files = entries(archive);
    } catch (IOException broken) {
      return new BundleReading.Refused("it is no whole .tar.gz: " + broken.getMessage());
    }
    byte[] module = files.get(MODULE);
    if (module == null || !files.containsKey(MANIFEST)) {
      return new BundleReading.Refused(
          "it has no /%s and /%s; build it with opa build -t wasm".formatted(MODULE, MANIFEST));
    }
    // No consent data is ever loaded into the rules; data of a bundle would be the way to do it.
    if (!isEmptyObject(files.get(DATA))) {
      return new BundleReading.Refused("its /" + DATA + " is not {}: rules bring no data");
    }
    RulesFile file = RulesFile.of(module);
    return RulesCheck.fault(module)
        .<BundleReading>map(BundleReading.Refused::new)
        .orElseGet(() -> new BundleReading.Read(file));
  }

  private static boolean isEmptyObject(byte @Nullable [] data) {
    return data == null
        || (StrictJson.read(data, data.length) instanceof JsonReading.Value(JsonNode json)
            && json.isObject()
            && json.isEmpty());
  }

  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;

  /** The files of a ustar archive by their names, without the slash in front. */
  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    int at = 0;
    while (at + BLOCK <= archive.length && archive[at] != 0) {
      String name = text(archive, at, NAME_BYTES).replaceFirst("^\\.?/", "");
      String size = text(archive, at + SIZE_AT, SIZE_DIGITS).strip();
      if (!size.matches("[0-7]{1,11}")) {
        throw new IOException("the size of " + name + " is '" + size + "'");
      }
      long length = Long.parseLong(size, 8);
      long end = at + BLOCK + length;
      if (end > archive.length) {
        throw new IOException(name + " ends after the archive");
      }
      byte[] file = Arrays.copyOfRange(archive, at + BLOCK, (int) end);
      if (files.put(name, file) != null) {
        throw new IOException(name + " stands twice");
      }
      at = (int) ((end + BLOCK - 1) / BLOCK * BLOCK);
    }
    if (at + BLOCK > archive.length) {
      throw new IOException("the archive has no end");
    }
    return files;
  }

  private static String text(byte[] archive, int at, int most) {
    int length = 0;
    while (length < most && archive[at + length] != 0) {
      length++;
    }
    return new String(archive, at, length, StandardCharsets.UTF_8);
  }
}
