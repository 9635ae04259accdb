package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.EWFlag;
import io.miso.crdt.Mutation;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Summary;
import io.miso.crdt.Value;
import io.miso.node.SeededCases;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The outbox against a peer that joins whatever reaches it, over a stream that breaks at any moment. */
final class OutboxModelCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(1, 2, 1);
  private static final List<CrdtKey> KEYS = List.of(
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER),
      new CrdtKey(ObjectKey.defaultOf("f"), "set", CrdtType.OR_SET),
      new CrdtKey(ObjectKey.defaultOf("g"), "set", CrdtType.OR_SET),
      new CrdtKey(ObjectKey.defaultOf("g"), "flag", CrdtType.EW_FLAG));

  @Test
  void whateverIsLost_thePeerEndsWithAllThatWasSent() {
    SeededCases.forAll(getClass(), "whateverIsLost_thePeerEndsWithAllThatWasSent", random -> {
      Run run = new Run(random);
      for (int step = 0; step < 200; step++) {
        run.step();
      }
      run.settle();
      assertThat(run.peer).isEqualTo(run.held);
      assertThat(run.waits).isEmpty();
      assertThat(run.outbox.pendingWeight()).isZero();
      assertThat(run.outbox.unacknowledged()).isZero();
      assertThat(run.outbox.undelivered().oldestMs()).isEmpty();
    });
  }

  private static final class Run {
    private final Random random;
    private final int window;
    private final long pendingBytes;
    private final Outbox outbox;
    private final Map<CrdtKey, Crdt<?>> held = new HashMap<>();
    private final Map<CrdtKey, Long> versions = new HashMap<>();
    private final Map<CrdtKey, Crdt<?>> peer = new HashMap<>();
    private final Deque<Outgoing> towardsPeer = new ArrayDeque<>();
    private final Deque<Runnable> towardsUs = new ArrayDeque<>();
    private final List<Long> everSent = new ArrayList<>();
    private final List<Object> waits = new ArrayList<>();
    private final List<Local> locals = new ArrayList<>();

    private long nowMs;

    /** A local update. */
    private record Local(CrdtKey key, Crdt<?> delta, long atMs) {}

    Run(Random random) {
      this.random = random;
      this.window = 1 + random.nextInt(3);
      this.pendingBytes = 50L + random.nextInt(400);
      this.outbox = new Outbox(
          new Outbox.Bounds(window, 50L + random.nextInt(300), pendingBytes, Long.MAX_VALUE / 2));
    }

    void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> mutate();
        case 3, 4 -> send();
        case 5, 6 -> arrive();
        case 7 -> acknowledge();
        case 8 -> disturb();
        default -> await();
      }
      assertThat(outbox.pendingWeight()).isBetween(0L, pendingBytes);
      whatThePeerLacks_isUndelivered();
    }

    /** Since the update or longer. */
    private void whatThePeerLacks_isUndelivered() {
      Map<String, Long> oldest = outbox.undelivered().oldestMsByFunction();
      locals.removeIf(local -> {
        Crdt<?> there = peer.getOrDefault(local.key(), local.key().type().empty());
        return Crdt.join(there, local.delta()).equals(there);
      });
      for (Local local : locals) {
        assertThat(oldest.get(local.key().object().function()))
            .isNotNull()
            .isLessThanOrEqualTo(local.atMs());
      }
    }

    private void mutate() {
      CrdtKey key = KEYS.get(random.nextInt(KEYS.size()));
      Mutation<? extends Crdt<?>> mutation =
          mutation(held.getOrDefault(key, key.type().empty()));
      if (mutation.delta().isEmpty()) {
        return;
      }
      held.put(key, mutation.state());
      versions.merge(key, 1L, Long::sum);
      locals.add(new Local(key, mutation.delta(), ++nowMs));
      outbox.add(key, mutation.delta(), nowMs);
      if (random.nextInt(10) == 0) {
        outbox.addFull(key);
      }
    }

    private Mutation<? extends Crdt<?>> mutation(Crdt<?> state) {
      if (random.nextInt(20) == 0) {
        return state.delete();
      }
      Value element = Value.of(random.nextInt(6));
      boolean first = random.nextBoolean();
      return switch (state.type()) {
        case PNCOUNTER ->
          first ? ((PNCounter) state).add(REPLICA, 3) : ((PNCounter) state).subtract(REPLICA, 1);
        case OR_SET ->
          first ? ((ORSet) state).add(REPLICA, element) : ((ORSet) state).remove(element);
        default -> first ? ((EWFlag) state).enable(REPLICA) : ((EWFlag) state).disable();
      };
    }

    private boolean send() {
      Optional<Outgoing> next = outbox.next(this::snapshot, 0);
      next.ifPresent(towardsPeer::add);
      if (next.isPresent() && next.get() instanceof Shipment sent) {
        everSent.add(sent.sequence());
      }
      assertThat(towardsPeer.stream().filter(Shipment.class::isInstance).count())
          .isLessThanOrEqualTo(window);
      return next.isPresent();
    }

    private Outbox.Snapshot snapshot(CrdtKey key) {
      return new Outbox.Snapshot(
          held.getOrDefault(key, key.type().empty()), versions.getOrDefault(key, 0L));
    }

    private void arrive() {
      Outgoing arrived = towardsPeer.poll();
      if (arrived instanceof Shipment shipment) {
        shipment.items().forEach(item -> peer.merge(item.key(), item.state(), Crdt::join));
        towardsUs.add(() -> outbox.acknowledge(shipment.sequence()));
      } else if (arrived instanceof Question question) {
        Crdt<?> there = peer.getOrDefault(question.key(), question.key().type().empty());
        Summary summary = there.summary(1 + random.nextInt(3));
        boolean same = there.digest() == question.digest();
        towardsUs.add(() -> {
          if (same) {
            outbox.answeredSame(question.key());
          } else {
            outbox.answered(question.key(), summary, this::snapshot, 0);
          }
        });
      }
    }

    private void acknowledge() {
      Runnable back = towardsUs.poll();
      if (back != null) {
        back.run();
      }
    }

    /** The stream breaks, or an acknowledgement of any age comes again. */
    private void disturb() {
      if (random.nextBoolean()) {
        towardsPeer.clear();
        towardsUs.clear();
        if (random.nextBoolean()) {
          outbox.streamLost();
        } else {
          outbox.streamReplaced();
        }
      } else if (!everSent.isEmpty()) {
        long old = everSent.get(random.nextInt(everSent.size()));
        if (towardsPeer.stream()
            .noneMatch(sent -> sent instanceof Shipment s && s.sequence() == old)) {
          outbox.acknowledge(old);
        }
      }
    }

    /** When a wait is over, the peer has at least what was held when it began. */
    private void await() {
      CrdtKey key = KEYS.get(random.nextInt(KEYS.size()));
      Predicate<CrdtKey> matches =
          random.nextBoolean() ? key::equals : other -> other.object().equals(key.object());
      Map<CrdtKey, Crdt<?>> due = new HashMap<>(held);
      due.keySet().removeIf(matches.negate());
      Object wait = new Object();
      waits.add(wait);
      outbox.whenAcknowledged(matches, acknowledged -> {
        waits.remove(wait);
        if (!acknowledged) {
          return;
        }
        due.forEach((each, state) -> {
          Crdt<?> there = peer.getOrDefault(each, each.type().empty());
          assertThat(Crdt.join(there, state)).isEqualTo(there);
        });
      });
    }

    private void settle() {
      towardsPeer.clear();
      towardsUs.clear();
      outbox.streamReplaced();
      while (send() || !towardsPeer.isEmpty() || !towardsUs.isEmpty()) {
        arrive();
        acknowledge();
      }
    }
  }
}
