package io.miso.node.replication;

import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What this node asked one peer for and still waits for, and what it answers when the peer asks: pure. Every question gets one answer;
 * a broken stream answers "nothing".
 */
final class RestoreExchange {

  /**
   * The answer to a peer.
   *
   * @param left what found no room in it and has to follow
   */
  record Reply(RestoreAnswer answer, List<CrdtKey> left) {}

  /** Tag and length around a state in an answer. */
  private static final long ITEM_OVERHEAD = 6;

  /** Tag and length around an answer, and the number of the request. */
  private static final long FRAME_OVERHEAD = 32;

  private final Map<Long, Consumer<Boolean>> open = new HashMap<>();
  private long lastRequest;

  /**
   * The frame that asks.
   *
   * @param answered told whether the peer had a full state
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
      answered.accept(answer.getUpdatesList().stream().anyMatch(CrdtUpdate::getFull));
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
    List<CrdtKey> left = new ArrayList<>();
    long room = maxFrameBytes / 2;
    for (Copies.Copy copy : copies.ofObject(Frames.object(request.getAddress()))) {
      CrdtKey key = copy.key();
      boolean asked = name.isEmpty() || key.name().equals(name);
      if (!asked || copy.latest().state().isEmpty()) {
        continue;
      }
      // A copy that never asked its own peers may lack what others have: it is joined, and does not
      // end the restore.
      CrdtUpdate update = Frames.update(new Outbox.Item(
          key, copy.latest().state(), copy.latest().restored(), copy.latest().version()));
      long bytes = update.getSerializedSize() + ITEM_OVERHEAD;
      boolean alone = answer.getUpdatesCount() == 0 && bytes + FRAME_OVERHEAD <= maxFrameBytes;
      if (alone || bytes <= room) {
        answer.addUpdates(update);
        room -= bytes;
      } else {
        left.add(key);
      }
    }
    return new Reply(answer.build(), left);
  }
}
