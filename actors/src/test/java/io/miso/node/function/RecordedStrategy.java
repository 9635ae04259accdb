package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionRow;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what this node would tell others; the test says what they tell it. */
final class RecordedStrategy implements FunctionDiscoveryStrategy {
  final List<FunctionRow> published = new CopyOnWriteArrayList<>();
  private volatile @Nullable Receiver receiver;

  Receiver receiver() {
    return Objects.requireNonNull(receiver, "the actor has started");
  }

  @Override
  public void deliverTo(Receiver taker) {
    receiver = taker;
  }

  @Override
  public void publish(FunctionRow own) {
    published.add(own);
  }
}
