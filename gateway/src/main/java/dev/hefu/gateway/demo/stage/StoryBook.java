package dev.hefu.gateway.demo.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.schemas.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the story has done in this data folder, over all its runs: the steps that are done, how many
 * exchanges were permitted and refused, and what the last page tells. Safe for use by many threads.
 */
public final class StoryBook {
  private static final String DONE = "done";
  private static final String UNDER_WAY = "underWay";
  private static final String PERMITTED = "permitted";
  private static final String DENIED = "denied";
  private static final String REPEATED = "repeated";
  private static final String NOTES = "notes";

  private final Path file;
  private final ObjectNode json;

  private StoryBook(Path file, ObjectNode json) {
    this.file = file;
    this.json = json;
  }

  /** The book in a file, or a new one. */
  public static StoryBook open(Path file) throws IOException {
    if (!Files.exists(file)) {
      ObjectNode json = StrictJson.newObject();
      json.putObject(DONE);
      json.putObject(DENIED);
      json.putObject(NOTES);
      return new StoryBook(file, json.put(PERMITTED, 0));
    }
    return new StoryBook(
        file,
        StrictJson.object(Files.readAllBytes(file))
            .orElseThrow(() -> new IOException(file + " is not the demo's own")));
  }

  /** The step that a former run was stopped in the middle of; empty if none was. */
  public synchronized String underWay() {
    return json.path(UNDER_WAY).asText("");
  }

  /** Whether a step is done. */
  public synchronized boolean isDone(String step) {
    return json.path(DONE).has(step);
  }

  /** Notes that a step is under way. */
  public synchronized void begin(String step) throws IOException {
    json.put(UNDER_WAY, step);
    save();
  }

  /** Notes that a step is done. */
  public synchronized void end(String step) throws IOException {
    json.withObject("/" + DONE).put(step, true);
    json.remove(UNDER_WAY);
    save();
  }

  /** Counts an exchange that released something. */
  public synchronized void permitted() {
    json.put(PERMITTED, permits() + 1);
  }

  /** Counts an exchange that was refused and has a leaf. */
  public synchronized void denied(ErrorCode code) {
    ObjectNode denied = json.withObject("/" + DENIED);
    denied.put(code.code(), denied.path(code.code()).asLong() + 1);
  }

  /** Counts repeats of the partner library after a 503, which may have left leaves. */
  public synchronized void repeated(int times) {
    json.put(REPEATED, repeats() + times);
  }

  /** How often the partner library repeated an exchange. */
  public synchronized long repeats() {
    return json.path(REPEATED).asLong();
  }

  /** How many exchanges released something. */
  public synchronized long permits() {
    return json.path(PERMITTED).asLong();
  }

  /** How many exchanges were refused and have a leaf. */
  public synchronized long denials() {
    long sum = 0;
    for (JsonNode count : json.path(DENIED)) {
      sum += count.asLong();
    }
    return sum;
  }

  /** The codes of all refusals so far. */
  public synchronized Set<String> deniedCodes() {
    Set<String> codes = new TreeSet<>();
    json.path(DENIED).fieldNames().forEachRemaining(codes::add);
    return codes;
  }

  /** Notes something for later steps and the last page. */
  public synchronized void note(String name, String value) {
    json.withObject("/" + NOTES).put(name, value);
  }

  /** Notes a number for later steps and the last page. */
  public synchronized void note(String name, long value) {
    json.withObject("/" + NOTES).put(name, value);
  }

  /** A note; empty if it was never made. */
  public synchronized String text(String name) {
    return json.path(NOTES).path(name).asText("");
  }

  /** A noted number; 0 if it was never noted. */
  public synchronized long number(String name) {
    return json.path(NOTES).path(name).asLong();
  }

  private void save() throws IOException {
    Path made = file.resolveSibling(file.getFileName() + ".new");
    Files.write(made, StrictJson.bytes(json));
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
