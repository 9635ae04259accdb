package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The trie against a map of the JDK. */
class TrieTest {

  private record Entry(long key, long sum, int count) implements Trie.Entry {}

  @Test
  void trie_isAnOrderedMapOfUnsignedKeys_thatSumsRanges() {
    Cases.forAll(getClass(), "trie_isAnOrderedMapOfUnsignedKeys_thatSumsRanges", random -> {
      NavigableMap<Long, Entry> model = new TreeMap<>(Long::compareUnsigned);
      Trie<Entry> trie = Trie.empty();
      for (int step = 0; step < 60; step++) {
        long key = key(random);
        if (random.nextInt(3) > 0) {
          Entry entry = new Entry(key, random.nextLong(), 1 + random.nextInt(2));
          model.put(key, entry);
          Trie<Entry> before = trie;
          List<Entry> entriesBefore = list(before.iterator());
          trie = trie.plus(entry);
          assertThat(list(before.iterator())).as("the map before").isEqualTo(entriesBefore);
        } else {
          boolean there = model.remove(key) != null;
          Trie<Entry> before = trie;
          trie = trie.minus(key);
          assertThat(trie == before).as("the very same trie").isEqualTo(!there);
        }
        check(trie, model, random);
      }
      check(Trie.ofAscending(new ArrayList<>(model.values())), model, random);
    });
  }

  @Test
  void partsOfACut_areAsLargeAsTheyMayBe() {
    Trie<Entry> trie = Trie.empty();
    for (long key = 0; key < 64; key++) {
      trie = trie.plus(new Entry(key, key, 1));
    }
    List<Integer> counts = new ArrayList<>();
    trie.cut(64, (first, last, count, sum) -> counts.add(count));
    trie.cut(63, (first, last, count, sum) -> counts.add(count));
    trie.cut(32, (first, last, count, sum) -> counts.add(count));
    assertThat(counts).containsExactly(64, 32, 32, 32, 32);
  }

  private static void check(Trie<Entry> trie, NavigableMap<Long, Entry> model, Random random) {
    assertThat(list(trie.iterator())).isEqualTo(List.copyOf(model.values()));
    assertThat(trie.count()).isEqualTo(count(model));
    assertThat(trie.sum()).isEqualTo(sum(model));
    assertThat(trie.isEmpty()).isEqualTo(model.isEmpty());
    long key = key(random);
    assertThat(trie.get(key)).isEqualTo(model.get(key));
    long other = key(random);
    long first = Long.compareUnsigned(key, other) <= 0 ? key : other;
    long last = first == key ? other : key;
    Map<Long, Entry> range = model.subMap(first, true, last, true);
    assertThat(list(trie.iterator(first, last))).isEqualTo(List.copyOf(range.values()));
    assertThat(trie.sum(first, last)).isEqualTo(sum(range));
    checkParts(trie, model, 1 + random.nextInt(5));
  }

  private static void checkParts(Trie<Entry> trie, NavigableMap<Long, Entry> model, int atMost) {
    List<Entry> met = new ArrayList<>();
    trie.cut(atMost, (first, last, count, sum) -> {
      Map<Long, Entry> part = model.subMap(first, true, last, true);
      assertThat(count).isEqualTo(count(part));
      assertThat(sum).isEqualTo(sum(part));
      assertThat(count <= atMost || part.size() == 1).isTrue();
      met.addAll(part.values());
    });
    assertThat(met).isEqualTo(List.copyOf(model.values()));
  }

  /** Dense and sparse keys, and those around the ends of the range. */
  private static long key(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(70);
      case 1 -> random.nextInt(40) * (1L << 32);
      case 2 -> -1 - random.nextInt(40);
      default -> Long.MAX_VALUE - 3 + random.nextInt(7);
    };
  }

  private static List<Entry> list(Iterator<Entry> entries) {
    List<Entry> all = new ArrayList<>();
    entries.forEachRemaining(all::add);
    return all;
  }

  private static int count(Map<Long, Entry> entries) {
    return entries.values().stream().mapToInt(Entry::count).sum();
  }

  private static long sum(Map<Long, Entry> entries) {
    return entries.values().stream().mapToLong(Entry::sum).sum();
  }
}
