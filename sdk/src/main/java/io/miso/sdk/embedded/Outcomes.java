package io.miso.sdk.embedded;

import io.miso.crdt.Crdt;
import io.miso.crdt.EWFlag;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.Value;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.operation.Outcome;
import io.miso.node.replication.PeersActor;
import io.miso.node.state.ObjectRegistry;
import io.miso.sdk.MisoException;
import java.util.List;

/** What the node's outcomes mean to a function. */
final class Outcomes {

  private Outcomes() {}

  /** The state after the operation, or what was refused. */
  static Crdt<?> state(Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      return done.state();
    }
    throw refusal((Outcome.Refused) outcome);
  }

  static long count(Crdt<?> counter) {
    try {
      if (counter instanceof GCounter up) {
        return up.value();
      }
      if (counter instanceof PNCounter upAndDown) {
        return upAndDown.value();
      }
    } catch (ArithmeticException e) {
      throw new MisoException.OutOfRange(
          "the counter's value does not fit 64 bits; what was added is kept and replicated", e);
    }
    throw unexpected(counter);
  }

  static List<Value> values(Crdt<?> setOrRegister) {
    if (setOrRegister instanceof ORSet set) {
      return set.values();
    }
    if (setOrRegister instanceof GSet set) {
      return set.values();
    }
    if (setOrRegister instanceof MVRegister register) {
      return register.values();
    }
    throw unexpected(setOrRegister);
  }

  static boolean contains(Crdt<?> set, Value element) {
    if (set instanceof ORSet removable) {
      return removable.contains(element);
    }
    if (set instanceof GSet growing) {
      return growing.contains(element);
    }
    throw unexpected(set);
  }

  static boolean isEnabled(Crdt<?> flag) {
    if (flag instanceof EWFlag enableWins) {
      return enableWins.value();
    }
    throw unexpected(flag);
  }

  /** Limits that stages tell by failing. */
  static boolean isLimit(Throwable failure) {
    return failure instanceof ObjectRegistry.LimitException
        || failure instanceof FunctionDiscovery.RegistrationLimitException
        || failure instanceof PeersActor.TooManySyncsException;
  }

  private static MisoException refusal(Outcome.Refused refused) {
    String message =
        refused.field().isEmpty() ? refused.message() : refused.field() + ": " + refused.message();
    return switch (refused.reason()) {
      case INVALID -> new MisoException.InvalidRequest(refused.field(), message);
      case WRONG_TYPE -> new MisoException.WrongType(message);
      case OUT_OF_RANGE -> new MisoException.OutOfRange(message);
      case LIMIT -> new MisoException.LimitExceeded(message, null);
      case UNAVAILABLE -> new MisoException.Unavailable(message, null);
    };
  }

  private static IllegalStateException unexpected(Crdt<?> state) {
    return new IllegalStateException(
        "the node answered with the type " + state.type().label());
  }
}
