package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.MisoNode;
import io.miso.sdk.Miso;
import io.miso.sdk.SyncResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Runs the whole suite over one binding; each test is a function of its own, under one replica id on both nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class BindingSuite
    implements CounterContract,
        SetContract,
        ElementContract,
        RegisterAndFlagContract,
        ObjectContract {

  static final String REPLICA_ID = "one-for-all";

  private final AtomicInteger functions = new AtomicInteger();
  private TwoNodes nodes;
  private Pair pair;

  /** A function's way to a node, by the binding under test. */
  abstract Miso open(MisoNode node, String function);

  @BeforeAll
  void startNodes() {
    nodes = new TwoNodes();
  }

  @AfterAll
  void stopNodes() {
    nodes.close();
  }

  @BeforeEach
  void openFunction() {
    String function = "function-" + functions.incrementAndGet();
    pair = Pair.acquainted(open(nodes.here(), function), open(nodes.there(), function));
  }

  @AfterEach
  void closeFunction() {
    pair.close();
  }

  @Test
  void nodeThatIsGone_isListedAsUnreachableAndStaysSo() {
    TwoNodes parting = new TwoNodes();
    Pair parted = Pair.acquainted(open(parting.here(), "parted"), open(parting.there(), "parted"));
    parted.objectHere().getPNCounter("sum").add(1);
    parted.syncHere();
    parting.crashThere();
    parted.objectHere().getPNCounter("sum").add(1);

    SyncResult result = parted.awaitUnreachable();

    assertThat(result.complete()).isFalse();
    assertThat(result.acknowledged()).isEmpty();
    assertThat(result.unreachable())
        .singleElement()
        .satisfies(node -> assertThat(node.nodeId()).isEqualTo(parting.there().nodeId()))
        .satisfies(node -> assertThat(node.name()).isEqualTo("there"));
    assertThat(parted.objectHere().getPNCounter("sum").getValue()).isEqualTo(2);
    parted.here().close();
    parting.here().close();
  }

  @Override
  public Pair pair() {
    return pair;
  }

  @Override
  public Miso anotherFunctionHere() {
    return open(nodes.here(), "another-" + functions.incrementAndGet());
  }
}
