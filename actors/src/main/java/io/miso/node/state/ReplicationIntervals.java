package io.miso.node.state;

import io.miso.node.operation.CrdtKey;
import io.miso.node.settings.NodeSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the changes of a CRDT wait before they are sent: its own interval, else that of its function, else that of the node. May
 * change at any time; whoever changes it tells the copies. Thread-safe.
 */
public final class ReplicationIntervals {
  /** Longer ones are taken for a slip of whoever sets them. */
  public static final Duration LONGEST = NodeSettings.Replication.LONGEST_INTERVAL;

  private final Duration ofNode;
  private final int mostFunctions;
  private final int mostCrdtsPerFunction;
  private final ConcurrentHashMap<String, Duration> ofFunctions;
  private final ConcurrentHashMap<String, ConcurrentHashMap<CrdtKey, Duration>> ofCrdts =
      new ConcurrentHashMap<>();

  public ReplicationIntervals(NodeSettings settings) {
    ofNode = settings.replication().interval();
    ofFunctions = new ConcurrentHashMap<>(settings.replication().intervals());
    mostFunctions = settings.limits().functions();
    mostCrdtsPerFunction = settings.limits().crdtsPerObject();
  }

  Duration of(CrdtKey key) {
    String function = key.object().function();
    Map<CrdtKey, Duration> ofItsCrdts = ofCrdts.get(function);
    Duration own = ofItsCrdts == null ? null : ofItsCrdts.get(key);
    return own != null ? own : ofFunctions.getOrDefault(function, ofNode);
  }

  /**
   * For all CRDTs of a function that have none of their own.
   *
   * @param interval null for that of the node
   * @throws LimitException where there are too many functions with an interval of their own
   */
  public void set(String function, @Nullable Duration interval) {
    set(ofFunctions, function, interval, mostFunctions);
  }

  /**
   * For one CRDT.
   *
   * @param interval null for that of its function
   * @throws LimitException where too many CRDTs of the function have an interval of their own
   */
  public void set(CrdtKey key, @Nullable Duration interval) {
    String function = key.object().function();
    if (interval == null) {
      ofCrdts.computeIfPresent(function, (f, known) -> {
        known.remove(key);
        return known.isEmpty() ? null : known;
      });
    } else if (!ofCrdts.containsKey(function) && ofCrdts.size() >= mostFunctions) {
      throw tooMany(mostFunctions);
    } else {
      ofCrdts.compute(function, (f, known) -> {
        ConcurrentHashMap<CrdtKey, Duration> ofItsCrdts =
            known == null ? new ConcurrentHashMap<>() : known;
        set(ofItsCrdts, key, interval, mostCrdtsPerFunction);
        return ofItsCrdts;
      });
    }
  }

  private static <K> void set(
      ConcurrentHashMap<K, Duration> intervals, K key, @Nullable Duration interval, int most) {
    if (interval == null) {
      intervals.remove(key);
    } else if (!intervals.containsKey(key) && intervals.size() >= most) {
      throw tooMany(most);
    } else {
      intervals.put(key, interval);
    }
  }

  private static LimitException tooMany(int most) {
    return new LimitException("there are " + most + " intervals of replication, the limit");
  }

  /** A limit of the settings is reached. */
  public static final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitException(String message) {
      super(message, null, false, false);
    }
  }
}
