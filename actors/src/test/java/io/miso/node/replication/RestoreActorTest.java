package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.function.KnownRows;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RestoreActorTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private final TestScope node =
      new TestScope(KIT, KnownRows.running(TestNodes.id(1), "f", TestNodes.id(2), TestNodes.id(3)));
  private final PeerTable table = new PeerTable();
  private final TestProbe<PeerActor.Command> two = peer(2);
  private final TestProbe<PeerActor.Command> three = peer(3);
  private final TestProbe<String> proceeded = KIT.probe();

  @Test
  void nobodyIsAsked_beforeTheFirstRoundIsOver() {
    restore("f");
    two.expectNoMessage(Duration.ZERO);

    node.firstRound.complete(null);

    asked(two);
    asked(three);
  }

  @Test
  void firstFullState_endsTheRestore() {
    node.firstRound.complete(null);
    restore("f");
    asked(three);

    asked(two).answered().accept(true);

    proceeded.expectMessage("proceeded");
  }

  @Test
  void answerWithoutState_isNotTheEnd_unlessItIsTheLast() {
    node.firstRound.complete(null);
    restore("f");
    asked(two).answered().accept(false);
    proceeded.expectNoMessage(Duration.ZERO);

    asked(three).answered().accept(false);

    proceeded.expectMessage("proceeded");
  }

  @Test
  void timeout_endsTheRestore_andALateAnswerIsHarmless() {
    node.firstRound.complete(null);
    ActorRef<RestoreActor.Command> restore = restore("f");
    PeerActor.Ask late = asked(two);
    asked(three);

    KIT.passes(node.settings.restore().timeout());
    proceeded.expectMessage("proceeded");
    proceeded.expectTerminated(restore);
    late.answered().accept(true);

    proceeded.expectNoMessage(Duration.ZERO);
  }

  @Test
  void functionThatNobodyHolds_isRestoredAtOnce() {
    node.firstRound.complete(null);
    restore("nobody's");

    proceeded.expectMessage("proceeded");
  }

  private ActorRef<RestoreActor.Command> restore(String function) {
    return KIT.spawn(RestoreActor.create(
        node.scope,
        table,
        io.miso.node.operation.ObjectKey.defaultOf(function),
        "name",
        () -> proceeded.ref().tell("proceeded")));
  }

  private TestProbe<PeerActor.Command> peer(long number) {
    TestProbe<PeerActor.Command> probe = KIT.probe();
    table.put(TestNodes.peer(number), probe.ref());
    return probe;
  }

  private static PeerActor.Ask asked(TestProbe<PeerActor.Command> peer) {
    PeerActor.Ask ask = peer.expectMessageClass(PeerActor.Ask.class);
    assertThat(ask.name()).isEqualTo("name");
    return ask;
  }
}
