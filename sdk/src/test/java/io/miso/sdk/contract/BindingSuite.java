package io.miso.sdk.contract;

import io.miso.node.MisoNode;
import io.miso.sdk.Miso;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

  @Override
  public Pair pair() {
    return pair;
  }

  @Override
  public Miso anotherFunctionHere() {
    return open(nodes.here(), "another-" + functions.incrementAndGet());
  }
}
