package dev.hefu.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.TileId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogAuditTest {
  /** Two full tiles of leaves, one started, and one tile above them. */
  private static final int SIZE = 600;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 513, SIZE})
  void aLogThatNobodyTouchedIsSound(int size) throws IOException {
    Report.Sound sound = sound(new MemoryLog(size));
    assertEquals(size, sound.checkpoint().size());
    assertEquals((size + 2) / 3, sound.count("consent"));
    assertEquals(size - (size + 2) / 3, sound.count("exchange"));
    assertEquals(0, sound.count("close"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 511, 599})
  void aChangedLeafIsNamed(int index) throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    log.leaves.set(index, MemoryLog.leaf("exchange", -1));
    assertUnsound(log, index, Report.Fault.LEAF);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 598})
  void swappedLeavesAreNamedByTheFirst(int index) throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    Collections.swap(log.leaves, index, index + 1);
    assertUnsound(log, index, Report.Fault.LEAF);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 300})
  void aLeafThatIsChangedWithItsHashIsNamedByItsTile(int index) throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    rewrite(log, index, MemoryLog.leaf("exchange", -1));
    assertUnsound(log, index / 256L * 256, Report.Fault.TILE);
  }

  @Test
  void aLeafOfTheLastTileThatIsChangedWithItsHashMissesTheSignedRoot() throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    rewrite(log, 599, MemoryLog.leaf("exchange", -1));
    Report.Unsound unsound = assertInstanceOf(Report.Unsound.class, check(log));
    assertEquals(OptionalLong.empty(), unsound.index());
    assertEquals(Report.Fault.ROOT, unsound.fault());
  }

  @Test
  void aChangedHashAboveTheLeavesIsNamed() throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    log.level(1).set(1, Hash.EMPTY_TREE);
    assertUnsound(log, 256, Report.Fault.TILE);
  }

  @Test
  void aCutTailIsMissing() throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    log.leaves.removeLast();
    assertUnsound(log, 512, Report.Fault.MISSING);
  }

  @Test
  void aMissingTileIsNamed() throws IOException {
    MemoryLog log = new MemoryLog(SIZE);
    log.level(1).removeLast();
    assertUnsound(log, 0, Report.Fault.MISSING);
  }

  @Test
  void aLeafInAnotherFormIsNamedEvenIfItWasLogged() throws IOException {
    for (String form :
        List.of(
            "no JSON", "{}", new String(MemoryLog.leaf("x", 1), StandardCharsets.UTF_8) + "]")) {
      MemoryLog log = new MemoryLog(3);
      rewrite(log, 1, form.getBytes(StandardCharsets.UTF_8));
      log.note =
          new Checkpoint(MemoryLog.ORIGIN, 3, Frontier.EMPTY.append(log.level(0)).root())
              .signed(MemoryLog.signer(MemoryLog.ORIGIN, 1));
      assertUnsound(log, 1, Report.Fault.LEAF);
    }
  }

  @Test
  void aCheckpointByAnotherKeyIsRefused() throws IOException {
    MemoryLog log = new MemoryLog(3);
    log.note =
        new Checkpoint(MemoryLog.ORIGIN, 3, Frontier.EMPTY.append(log.level(0)).root())
            .signed(MemoryLog.signer(MemoryLog.ORIGIN, 2));
    Report.Unsound unsound = assertInstanceOf(Report.Unsound.class, check(log));
    assertEquals(Report.Fault.CHECKPOINT, unsound.fault());
  }

  @Test
  void aCheckpointThatClaimsAnotherSizeIsRefused() throws IOException {
    MemoryLog log = new MemoryLog(3);
    log.note = log.note.replaceFirst("\n3\n", "\n2\n");
    Report.Unsound unsound = assertInstanceOf(Report.Unsound.class, check(log));
    assertEquals(Report.Fault.CHECKPOINT, unsound.fault());
  }

  @Test
  void anExportIsAsSoundAsItsSource(@TempDir Path folder) throws IOException {
    LogFolder export = new LogFolder(folder);
    LogExport.copy(new MemoryLog(SIZE), MemoryLog.key(), export);
    assertEquals(SIZE, sound(export).checkpoint().size());
    assertEquals(Map.of("consent", 200L, "exchange", 400L), sound(export).leaves());
  }

  @Test
  void aChangedLeafOfAnExportIsNamed(@TempDir Path folder) throws IOException {
    LogFolder export = new LogFolder(folder);
    LogExport.copy(new MemoryLog(SIZE), MemoryLog.key(), export);
    TileId tile = new TileId(0, 1, TileId.FULL_WIDTH);
    Path file = export.entriesFile(tile);
    List<byte[]> entries = EntryBundle.decode(Files.readAllBytes(file), tile.width()).orElseThrow();
    entries.get(44)[20] ^= 1;
    Files.write(file, EntryBundle.encode(entries));
    assertUnsound(export, 300, Report.Fault.LEAF);
  }

  @Test
  void nothingIsExportedUnderAForeignCheckpoint(@TempDir Path folder) {
    assertThrows(
        IOException.class,
        () ->
            LogExport.copy(
                new MemoryLog(3),
                MemoryLog.signer(MemoryLog.ORIGIN, 2).verifier(),
                new LogFolder(folder)));
  }

  private static void rewrite(MemoryLog log, int index, byte[] leaf) {
    log.leaves.set(index, leaf);
    log.level(0).set(index, Hash.ofLeaf(leaf));
  }

  private static Report check(PublishedLog log) throws IOException {
    return LogAudit.check(log, MemoryLog.key());
  }

  private static Report.Sound sound(PublishedLog log) throws IOException {
    return assertInstanceOf(Report.Sound.class, check(log));
  }

  private static void assertUnsound(PublishedLog log, long index, Report.Fault fault)
      throws IOException {
    Report.Unsound unsound = assertInstanceOf(Report.Unsound.class, check(log));
    assertEquals(OptionalLong.of(index), unsound.index(), unsound.what());
    assertEquals(fault, unsound.fault(), unsound.what());
  }
}
