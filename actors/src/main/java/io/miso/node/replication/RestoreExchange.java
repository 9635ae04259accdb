package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What this node asked one peer for and still waits for, and what it answers when the peer asks: pure. Every question gets one answer;
 * a broken stream answers "nothing".
 */
final class RestoreExchange {

  /**
   * The answer to a peer.
   *
   * @param left what is too large for it: it is complete once they are with the peer
   */
  record Reply(RestoreAnswer answer, Set<CrdtKey> left) {}

  /** Of one answer; a frame of a small node is smaller. */
  private static final long MOST_BYTES = 1 << 20;

  private final Map<Long, Consumer<Boolean>> open = new HashMap<>();
  private long lastRequest;

  /**
   * The frame that asks.
   *
   * @param answered told whether the peer had something, which is all joined
   */
  PeerFrame ask(ObjectKey object, String name, Consumer<Boolean> answered) {
    long request = ++lastRequest;
    open.put(request, answered);
    return Frames.restoreRequest(request, object, name);
  }

  /** The peer's answer is joined. */
  void answered(RestoreAnswer answer) {
    Consumer<Boolean> answered = open.remove(answer.getRequest());
    if (answered != null) {
      answered.accept(answer.getComplete());
    }
  }

  void streamLost() {
    open.values().forEach(answered -> answered.accept(false));
    open.clear();
  }

  /** What this node holds of what a peer asks for. */
  static Reply reply(RestoreRequest request, Copies copies, long maxFrameBytes) {
    String name = request.getAddress().getName();
    RestoreAnswer.Builder answer = RestoreAnswer.newBuilder().setRequest(request.getRequest());
    Set<CrdtKey> left = new HashSet<>();
    long room = Math.min(maxFrameBytes / 2, MOST_BYTES);
    for (Copies.Copy copy : copies.ofObject(Frames.object(request.getAddress()))) {
      CrdtKey key = copy.key();
      Crdt<?> state = copy.latest().state();
      if ((!name.isEmpty() && !key.name().equals(name)) || state.isEmpty()) {
        continue;
      }
      // A copy that never asked its own peers may lack what others have: it is joined, and does not
      // end the restore.
      answer.setComplete(answer.getComplete() || copy.latest().restored());
      room -= Outgoing.Item.weight(key, state);
      if (room < 0 || state.weight() > Packing.DIRECT_BYTES) {
        left.add(key);
      } else {
        answer.addUpdates(Frames.update(key, state, true));
      }
    }
    return new Reply(answer.build(), left);
  }
}
