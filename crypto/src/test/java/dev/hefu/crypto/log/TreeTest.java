package dev.hefu.crypto.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeTest {
  private static final int SIZES = 2_000;
  private static final int PAIRED_SIZES = 40;
  private static final NaiveTree NAIVE = NaiveTree.of(SIZES);

  /** The tree heads that Certificate Transparency publishes for its eight test entries. */
  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void rootsEqualTheOnesOfCertificateTransparency(int size, String root) {
    List<String> entries =
        List.of(
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    List<Hash> leaves =
        entries.stream().limit(size).map(HexFormat.of()::parseHex).map(Hash::ofLeaf).toList();
    assertEquals(root, Frontier.EMPTY.append(leaves).root().toString());
  }

  @Test
  void everySizeHasTheNaiveRootWhetherAppendedOneByOneOrAtOnce() {
    Frontier frontier = Frontier.EMPTY;
    for (int size = 1; size <= SIZES; size++) {
      frontier = frontier.append(NAIVE.leaves(size - 1, size)).frontier();
      assertEquals(NAIVE.root(size), frontier.root());
      assertEquals(NAIVE.root(size), new StoredTree(size, NAIVE::tile).root());
    }
    assertEquals(frontier, Frontier.EMPTY.append(NAIVE.leaves(0, SIZES)).frontier());
    assertEquals(frontier, new StoredTree(SIZES, NAIVE::tile).frontier());
  }

  /** Every size, with leaves spread over the tree and both its edges. */
  @Test
  void everySizeHasTheNaiveProofs() {
    for (int size = 1; size <= SIZES; size++) {
      StoredTree tree = new StoredTree(size, NAIVE::tile);
      for (int index : new int[] {0, size / 3, size / 2, size - 2, size - 1}) {
        if (index >= 0) {
          InclusionProof proof = tree.inclusion(index);
          assertEquals(NAIVE.inclusion(index, size), proof.path());
          assertTrue(proof.verify(NaiveTree.leaf(index), NAIVE.root(size)));
          ConsistencyProof extension = tree.consistency(index + 1);
          assertEquals(NAIVE.consistency(index + 1, size), extension.path());
          assertTrue(extension.verify(NAIVE.root(index + 1), NAIVE.root(size)));
        }
      }
    }
  }

  /** Each proof of each leaf of the smaller trees, against each other index and leaf. */
  @Test
  void noProofEverHoldsForAnotherIndex() {
    for (int size = 2; size <= PAIRED_SIZES; size++) {
      Hash root = NAIVE.root(size);
      for (int index = 0; index < size; index++) {
        List<Hash> path = NAIVE.inclusion(index, size);
        for (int other = 0; other < size; other++) {
          InclusionProof proof = new InclusionProof(other, size, path);
          assertEquals(other == index, proof.verify(NaiveTree.leaf(index), root));
          assertEquals(other == index, proof.verify(NaiveTree.leaf(other), root));
        }
      }
    }
  }

  @Property(tries = 400)
  void aBatchGivesTheNaiveProofOfEachNewLeaf(
      @ForAll @IntRange(max = SIZES) int one, @ForAll @IntRange(max = SIZES) int other) {
    int before = Math.min(one, other);
    int size = Math.max(one, other);
    Frontier frontier = Frontier.EMPTY.append(NAIVE.leaves(0, before)).frontier();
    Appended appended = frontier.append(NAIVE.leaves(before, size));
    assertEquals(NAIVE.root(size), appended.root());
    assertEquals(appended.root(), appended.frontier().root());
    for (int i = 0; i < size - before; i++) {
      InclusionProof proof = appended.proof(i);
      assertEquals(NAIVE.inclusion(before + i, size), proof.path());
      assertEquals(before + i, proof.index());
      assertTrue(proof.verify(NaiveTree.leaf(before + i), appended.root()));
    }
  }

  @Property(tries = 400)
  void aBatchCostsAtMostTwoHashesALeafAndTheHeightOfTheTree(
      @ForAll @IntRange(max = SIZES) int before, @ForAll @IntRange(min = 1, max = 512) int batch) {
    Frontier frontier = Frontier.EMPTY.append(NAIVE.leaves(0, before)).frontier();
    List<Hash> leaves = NaiveTree.of(batch).leaves(0, batch);
    int height = 64 - Long.numberOfLeadingZeros(before + batch - 1L);
    int leafHashes = batch;
    assertTrue(leafHashes + frontier.append(leaves).nodeHashes() <= 2 * batch + height);
  }

  @Property(tries = 400)
  void storedTilesGiveTheNaiveProofs(
      @ForAll @IntRange(min = 1, max = SIZES) int size,
      @ForAll @IntRange(max = SIZES) int anyIndex) {
    StoredTree tree = new StoredTree(size, NAIVE::tile);
    int index = anyIndex % size;
    InclusionProof inclusion = tree.inclusion(index);
    assertEquals(NAIVE.inclusion(index, size), inclusion.path());
    assertTrue(inclusion.verify(NaiveTree.leaf(index), NAIVE.root(size)));
    int oldSize = anyIndex % (size + 1);
    ConsistencyProof consistency = tree.consistency(oldSize);
    assertEquals(NAIVE.consistency(oldSize, size), consistency.path());
    assertTrue(consistency.verify(NAIVE.root(oldSize), NAIVE.root(size)));
  }

  @Property(tries = 300)
  void aProofHoldsForNoOtherLeafIndexSizeOrRoot(
      @ForAll @IntRange(min = 2, max = 600) int size,
      @ForAll @IntRange(max = SIZES) int anyIndex,
      @ForAll @IntRange(max = SIZES) int anyOther) {
    int index = anyIndex % size;
    int other = anyOther % size == index ? (index + 1) % size : anyOther % size;
    Hash root = NAIVE.root(size);
    List<Hash> path = NAIVE.inclusion(index, size);
    assertFalse(new InclusionProof(other, size, path).verify(NaiveTree.leaf(index), root));
    assertFalse(new InclusionProof(other, size, path).verify(NaiveTree.leaf(other), root));
    assertFalse(new InclusionProof(index, size, path).verify(NaiveTree.leaf(other), root));
    assertFalse(
        new InclusionProof(index, size, path).verify(NaiveTree.leaf(index), NAIVE.root(size - 1)));
  }

  @Property(tries = 200)
  void aPathWithOneHashChangedDroppedOrAddedProvesNothing(
      @ForAll @IntRange(min = 2, max = SIZES) int size,
      @ForAll @IntRange(max = SIZES) int anyIndex,
      @ForAll @IntRange(max = 10) int anyPlace) {
    int index = anyIndex % size;
    List<Hash> path = NAIVE.inclusion(index, size);
    int place = anyPlace % path.size();
    List<Hash> changed = new ArrayList<>(path);
    changed.set(place, Hash.EMPTY_TREE);
    List<Hash> dropped = new ArrayList<>(path);
    dropped.remove(place);
    List<Hash> added = new ArrayList<>(path);
    added.add(place, Hash.EMPTY_TREE);
    for (List<Hash> wrong : List.of(changed, dropped, added)) {
      assertFalse(
          new InclusionProof(index, size, wrong).verify(NaiveTree.leaf(index), NAIVE.root(size)));
    }
  }

  @Property(tries = 300)
  void aConsistencyProofHoldsForNoOtherRoots(
      @ForAll @IntRange(min = 2, max = SIZES) int size, @ForAll @IntRange(max = SIZES) int any) {
    int oldSize = 1 + any % (size - 1);
    ConsistencyProof proof = new StoredTree(size, NAIVE::tile).consistency(oldSize);
    assertFalse(proof.verify(Hash.EMPTY_TREE, NAIVE.root(size)));
    assertFalse(proof.verify(NAIVE.root(oldSize), NAIVE.root(size - 1)));
    assertFalse(proof.verify(NAIVE.root(oldSize - 1), NAIVE.root(size)));
    List<Hash> longer = new ArrayList<>(proof.path());
    longer.add(Hash.EMPTY_TREE);
    assertFalse(
        new ConsistencyProof(oldSize, size, longer).verify(NAIVE.root(oldSize), NAIVE.root(size)));
  }

  @Test
  void anEmptyBatchChangesNothing() {
    Frontier frontier = Frontier.EMPTY.append(NAIVE.leaves(0, 77)).frontier();
    assertEquals(frontier, frontier.append(List.of()).frontier());
    assertThrows(IndexOutOfBoundsException.class, () -> frontier.append(List.of()).proof(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 1999})
  void aFrontierSurvivesStorage(int size) {
    Frontier frontier = Frontier.EMPTY.append(NAIVE.leaves(0, size)).frontier();
    assertEquals(frontier, Frontier.parse(frontier.bytes()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 41})
  void bytesOfAnotherLengthAreNoFrontier(int length) {
    byte[] bytes = new byte[length];
    assertThrows(IllegalArgumentException.class, () -> Frontier.parse(bytes));
  }

  @Test
  void aFrontierNeedsAPeakForEachBitOfItsSize() {
    assertThrows(IllegalArgumentException.class, () -> new Frontier(3, List.of(Hash.EMPTY_TREE)));
    assertThrows(IllegalArgumentException.class, () -> new Frontier(-1, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Frontier(2 * Frontier.MAX_SIZE, List.of(Hash.EMPTY_TREE)));
  }

  @Property(tries = 100)
  void tileHashesFillTheTilesAboveTheLeaves(
      @ForAll @IntRange(max = SIZES) int one, @ForAll @IntRange(max = SIZES) int other) {
    int before = Math.min(one, other);
    int size = Math.max(one, other);
    Appended appended =
        Frontier.EMPTY
            .append(NAIVE.leaves(0, before))
            .frontier()
            .append(NAIVE.leaves(before, size));
    List<TileHash> hashes = appended.tileHashes();
    assertEquals((size >> 8) - (before >> 8), hashes.size());
    for (TileHash hash : hashes) {
      byte[] tile = NAIVE.tile(TileId.holding(hash.level(), hash.index(), size));
      int place = (int) (hash.index() % TileId.FULL_WIDTH);
      assertEquals(Hash.of(tile, place * Hash.BYTES, Hash.BYTES), hash.hash());
    }
  }

  @Test
  void aTileOfTheWrongLengthIsABrokenStore() {
    StoredTree tree = new StoredTree(5, tile -> new byte[Hash.BYTES]);
    assertThrows(IllegalStateException.class, tree::root);
  }

  @Test
  void outsideTheTreeNothingIsProven() {
    StoredTree tree = new StoredTree(5, NAIVE::tile);
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(5));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(-1));
    assertThrows(IllegalArgumentException.class, () -> tree.consistency(6));
    assertThrows(IllegalArgumentException.class, () -> new InclusionProof(5, 5, List.of()));
  }
}
