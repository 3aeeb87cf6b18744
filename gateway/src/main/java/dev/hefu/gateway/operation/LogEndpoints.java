package dev.hefu.gateway.operation;

import dev.hefu.crypto.log.TileId;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The log for everybody: checkpoint, tiles and entries (c2sp.org/tlog-tiles). */
final class LogEndpoints {
  private static final String TEXT = "text/plain";
  private static final String BYTES = "application/octet-stream";
  private static final String PREFIX = "/log/";

  private final EvidenceLog log;

  LogEndpoints(EvidenceLog log) {
    this.log = log;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "readCheckpoint", this::checkpoint, "readTile", this::tile, "readEntries", this::entries);
  }

  private Answer checkpoint(Call call) {
    return Answer.of(TEXT, log.checkpoint().getBytes(StandardCharsets.UTF_8));
  }

  private Answer tile(Call call) {
    TileId tile = TileId.parse(path(call)).orElseThrow(() -> malformed(call));
    return log.tile(tile)
        .map(bytes -> Answer.immutable(BYTES, bytes))
        .orElseThrow(() -> notYet(call));
  }

  private Answer entries(Call call) {
    TileId tile = TileId.parseEntries(path(call)).orElseThrow(() -> malformed(call));
    return log.entries(tile)
        .map(bytes -> Answer.immutable(BYTES, bytes))
        .orElseThrow(() -> notYet(call));
  }

  private static String path(Call call) {
    return call.requestPath().substring(PREFIX.length());
  }

  private static Refusal malformed(Call call) {
    return new Refusal(ErrorCode.INVALID_REQUEST, call.requestPath() + " is the path of no tile");
  }

  private static Refusal notYet(Call call) {
    return new Refusal(
        ErrorCode.NOT_FOUND, "the log has not grown to " + call.requestPath() + " yet");
  }
}
