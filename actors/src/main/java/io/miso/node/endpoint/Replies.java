package io.miso.node.endpoint;

import io.miso.crdt.Crdt;
import io.miso.node.operation.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** From outcomes to replies. */
final class Replies {
  private Replies() {}

  /** The reply made from the state after the operation, or the status of what was refused. */
  static <R> CompletionStage<R> reply(
      CompletionStage<Outcome> outcome, Function<Crdt<?>, R> fromState) {
    return outcome.thenApply(result -> {
      if (result instanceof Outcome.Done done) {
        return fromState.apply(done.state());
      }
      throw Statuses.of((Outcome.Refused) result);
    });
  }
}
