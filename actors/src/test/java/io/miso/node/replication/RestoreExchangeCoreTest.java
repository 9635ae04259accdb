package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestoreExchangeCoreTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey A = new CrdtKey(OBJECT, "a", CrdtType.PNCOUNTER);
  private static final CrdtKey B = new CrdtKey(OBJECT, "b", CrdtType.PNCOUNTER);
  private static final long ROOMY = 1 << 20;

  private final RestoreExchange exchange = new RestoreExchange();
  private final List<String> heard = new ArrayList<>();
  private final HeldCopies copies = new HeldCopies();

  @Test
  void everyQuestion_getsItsOwnAnswer_once() {
    long first = ask("first");
    long second = ask("second");

    exchange.answered(answer(second, true));
    exchange.answered(answer(first, false));
    exchange.answered(answer(first, true));

    assertThat(heard).containsExactly("second true", "first false");
  }

  @Test
  void brokenStream_answersWhatIsOpen_andALateAnswerMeansNothing() {
    long request = ask("open");

    exchange.streamLost();
    exchange.answered(answer(request, true));

    assertThat(heard).containsExactly("open false");
    assertThat(ask("next")).as("the number of the next question").isNotEqualTo(request);
  }

  @Test
  void reply_hasWhatIsHeldUnderTheName_orOfTheWholeObject() {
    copies.put(A, counted(1), true);
    copies.put(B, counted(1), true);
    copies.put(new CrdtKey(ObjectKey.defaultOf("g"), "a", CrdtType.PNCOUNTER), counted(1), true);

    assertThat(names(reply("b", ROOMY))).containsExactly("b");
    assertThat(names(reply("", ROOMY))).containsExactly("a", "b");
  }

  @Test
  void reply_isComplete_whereACopyIsRestored_andLeavesOutEmptyOnes() {
    copies.put(A, counted(1), false);
    copies.put(B, PNCounter.empty(), true);
    assertThat(names(reply("", ROOMY))).containsExactly("a");
    assertThat(reply("", ROOMY).answer().getComplete()).isFalse();

    copies.put(B, counted(1), true);

    assertThat(reply("", ROOMY).answer().getComplete()).isTrue();
  }

  @Test
  void whatFindsNoRoom_follows() {
    copies.put(A, counted(1), true);
    copies.put(B, counted(1), true);

    RestoreExchange.Reply reply = reply("", 2 * Outgoing.Item.weight(A, counted(1)));

    assertThat(names(reply)).containsExactly("a");
    assertThat(reply.left()).containsExactly(B);
  }

  @Test
  void reply_fitsThePeersFrames_howeverLongTheNames() {
    for (int i = 0; i < 1000; i++) {
      copies.put(new CrdtKey(OBJECT, i + "x".repeat(200), CrdtType.PNCOUNTER), counted(1), true);
    }

    RestoreExchange.Reply reply = reply("", 64 * 1024);

    assertThat(Frames.restoreAnswer(reply.answer()).getSerializedSize())
        .isLessThanOrEqualTo(64 * 1024);
    assertThat(reply.answer().getUpdatesCount() + reply.left().size()).isEqualTo(1000);
  }

  @Test
  void largeState_follows() {
    copies.put(
        new CrdtKey(OBJECT, "large", CrdtType.GSET),
        GSet.empty().add(new ReplicaId(9, 9, 1), Value.of("x".repeat(3 * 1024))).state(),
        true);

    RestoreExchange.Reply reply = reply("", 64 * 1024);

    assertThat(reply.answer().getUpdatesList()).isEmpty();
    assertThat(reply.left()).hasSize(1);
  }

  private long ask(String question) {
    PeerFrame frame = exchange.ask(OBJECT, "a", full -> heard.add(question + " " + full));
    return frame.getRestoreRequest().getRequest();
  }

  private static RestoreAnswer answer(long request, boolean complete) {
    return RestoreAnswer.newBuilder().setRequest(request).setComplete(complete).build();
  }

  private RestoreExchange.Reply reply(String name, long maxFrameBytes) {
    RestoreRequest request = RestoreRequest.newBuilder()
        .setRequest(7)
        .setAddress(Frames.address(OBJECT, name))
        .build();
    return RestoreExchange.reply(request, copies, maxFrameBytes);
  }

  private static List<String> names(RestoreExchange.Reply reply) {
    return reply.answer().getUpdatesList().stream()
        .map(update -> update.getAddress().getName())
        .toList();
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(new ReplicaId(9, 9, 1), amount).state();
  }
}
