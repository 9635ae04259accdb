package io.miso.node.replication;

import io.miso.grpc.replication.v1.DigestList;
import io.miso.grpc.replication.v1.DigestRange;
import io.miso.grpc.replication.v1.Digests;
import io.miso.grpc.replication.v1.Fingerprint;
import io.miso.node.replication.Copies.Copy;
import io.miso.node.replication.DigestTable.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which copies of two nodes differ, by range-based set reconciliation (Meyer, "Range-Based Set Reconciliation", SRDS 2023): equal
 * ranges of key hashes cost a fingerprint, others are split until they are short enough to be listed. Pure, and each frame is answered from
 * the state at that time alone, so frames may be lost, or come twice or late: the next round repairs what that leaves.
 *
 * <p>A CRDT that differs because of a change that is on its way, or of which the peer is known to have all, is left out, but for no longer
 * than a change is on its way and not twice in succession: a link that delivers nothing must not hide behind changes that keep coming.
 */
final class Reconciliation {

  /** What is known of the peer, and what comes of a frame. */
  interface View {

    /** Whether changes of the copy are on their way to the peer. */
    boolean isOnItsWay(Copy copy);

    /** Whether the peer is known to have all of the copy. */
    boolean isKnown(Copy copy);

    /** The peer lacks something of the copy. */
    void repair(Copy copy);

    /** The peer has the same. */
    void same(Copy copy);
  }

  /** Lists of so many cost about as much as the next level of fingerprints. */
  private static final int LISTED = 48;

  private static final int PARTS = 16;

  /** Of one frame; the rest waits for the next round. */
  private static final int MOST_RANGES = 4096;

  private static final long LAST = -1;

  private final View view;

  /** Hashes that are left out, and until when. */
  private final Map<Long, Long> leftOut = new HashMap<>();

  private long nowMs;

  Reconciliation(View view) {
    this.view = view;
  }

  /** The first frame of a round. */
  Digests start(DigestTable table) {
    leftOut.keySet().removeIf(hash -> table.get(hash) == null);
    return Digests.newBuilder().addRanges(fingerprint(table, 0, LAST)).build();
  }

  /** Whether a frame begins a round of the peer. */
  static boolean isStart(Digests frame) {
    return frame.getRangesCount() == 1
        && frame.getRanges(0).hasFingerprint()
        && frame.getRanges(0).getFirst() == 0
        && frame.getRanges(0).getLast() == LAST;
  }

  /** Follows a frame of the peer; the answer, where there is one. */
  Optional<Digests> take(Digests frame, DigestTable table, long now) {
    nowMs = now;
    Digests.Builder answer = Digests.newBuilder();
    for (DigestRange range :
        frame.getRangesList().subList(0, Math.min(MOST_RANGES, frame.getRangesCount()))) {
      switch (range.getContentCase()) {
        case FINGERPRINT -> compare(range, table, answer);
        case EQUAL -> {
          if (range.getEqual().equals(table.fingerprint(range.getFirst(), range.getLast()))) {
            same(table.within(range.getFirst(), range.getLast()));
          }
        }
        case ALL -> compareAll(range, table, answer);
        case DIFFERING -> repairDiffering(range.getDiffering(), table);
        case CONTENT_NOT_SET -> {
          // Of a later version.
        }
      }
    }
    return answer.getRangesCount() == 0 ? Optional.empty() : Optional.of(answer.build());
  }

  private void compare(DigestRange range, DigestTable table, Digests.Builder answer) {
    long first = range.getFirst();
    long last = range.getLast();
    Fingerprint theirs = range.getFingerprint();
    Fingerprint mine = table.fingerprint(first, last);
    if (mine.equals(theirs)) {
      same(table.within(first, last));
      answer.addRanges(of(range).setEqual(mine));
    } else if (theirs.getCount() == 0) {
      table.within(first, last).forEach(this::lacking);
    } else if (mine.getCount() <= LISTED) {
      answer.addRanges(of(range).setAll(list(table.within(first, last))));
    } else if (theirs.getCount() <= LISTED) {
      // It is the peer that lists what it has.
      answer.addRanges(fingerprint(table, first, last));
    } else {
      split(first, last, table, answer);
    }
  }

  private void split(long first, long last, DigestTable table, Digests.Builder answer) {
    long step = Long.divideUnsigned(last - first, PARTS) + 1;
    long from = first;
    while (Long.compareUnsigned(last - from, step) >= 0) {
      answer.addRanges(fingerprint(table, from, from + step - 1));
      from += step;
    }
    answer.addRanges(fingerprint(table, from, last));
  }

  private void compareAll(DigestRange range, DigestTable table, Digests.Builder answer) {
    DigestList theirs = range.getAll();
    Set<Integer> busy = new HashSet<>(theirs.getBusyList());
    Map<Long, Integer> listed = new HashMap<>();
    DigestList.Builder differing = DigestList.newBuilder();
    int count = Math.min(theirs.getHashesCount(), theirs.getDigestsCount());
    for (int i = 0; i < count; i++) {
      long hash = theirs.getHashes(i);
      listed.put(hash, i);
      Entry mine = table.get(hash);
      if (mine == null) {
        differing.addHashes(hash).addDigests(0);
      } else if (mine.digest() == theirs.getDigests(i)) {
        same(List.of(mine));
      } else {
        if (isOnItsWay(mine)) {
          differing.addBusy(differing.getHashesCount());
        }
        differing.addHashes(hash).addDigests(mine.digest());
        repair(mine, busy.contains(i));
      }
    }
    for (Entry mine : table.within(range.getFirst(), range.getLast())) {
      if (!listed.containsKey(mine.hash())) {
        lacking(mine);
      }
    }
    if (differing.getHashesCount() > 0) {
      answer.addRanges(of(range).setDiffering(differing));
    }
  }

  private void repairDiffering(DigestList theirs, DigestTable table) {
    Set<Integer> busy = new HashSet<>(theirs.getBusyList());
    int count = Math.min(theirs.getHashesCount(), theirs.getDigestsCount());
    for (int i = 0; i < count; i++) {
      Entry mine = table.get(theirs.getHashes(i));
      if (mine != null && theirs.getDigests(i) == 0) {
        lacking(mine);
      } else if (mine != null && mine.digest() != theirs.getDigests(i)) {
        repair(mine, busy.contains(i));
      }
    }
  }

  private void same(List<Entry> entries) {
    for (Entry entry : entries) {
      leftOut.remove(entry.hash());
      entry.copies().forEach(view::same);
    }
  }

  /** Where the peer has nothing at all, no change that is on its way is enough. */
  private void lacking(Entry entry) {
    leftOut.remove(entry.hash());
    entry.copies().forEach(view::repair);
  }

  /** @param changing whether the peer has changes of it that are on their way here */
  private void repair(Entry entry, boolean changing) {
    if (changing) {
      return;
    }
    Long until = leftOut.get(entry.hash());
    if (until == null && isExcused(entry)) {
      leftOut.put(entry.hash(), Math.max(nowMs + 1, settledMs(entry)));
    } else if (until == null || nowMs >= until) {
      leftOut.remove(entry.hash());
      entry.copies().forEach(view::repair);
    }
  }

  private boolean isExcused(Entry entry) {
    return entry.copies().stream().anyMatch(view::isOnItsWay)
        || entry.copies().stream().allMatch(view::isKnown);
  }

  /** Whether the peer is to be told that changes are on their way, as they are for as long as they may take. */
  private boolean isOnItsWay(Entry entry) {
    Long until = leftOut.get(entry.hash());
    return (until == null || nowMs < until) && entry.copies().stream().anyMatch(view::isOnItsWay);
  }

  private static long settledMs(Entry entry) {
    return entry.copies().stream()
        .mapToLong(copy -> copy.latest().quietAtMs())
        .max()
        .orElse(0);
  }

  private DigestList list(List<Entry> entries) {
    DigestList.Builder list = DigestList.newBuilder();
    for (Entry entry : entries) {
      if (isOnItsWay(entry)) {
        list.addBusy(list.getHashesCount());
      }
      list.addHashes(entry.hash()).addDigests(entry.digest());
    }
    return list.build();
  }

  private static DigestRange.Builder of(DigestRange range) {
    return DigestRange.newBuilder().setFirst(range.getFirst()).setLast(range.getLast());
  }

  private static DigestRange fingerprint(DigestTable table, long first, long last) {
    return DigestRange.newBuilder()
        .setFirst(first)
        .setLast(last)
        .setFingerprint(table.fingerprint(first, last))
        .build();
  }
}
