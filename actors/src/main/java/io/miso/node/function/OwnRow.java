package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionInstance;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this node runs, keeps and holds: pure, time comes in as input. A function runs here from its first call or registration until
 * it is said to have ended.
 */
final class OwnRow {
  private record Instance(String nodeName, String nodeIp, long registeredAtMs, long lastUsedMs) {}

  private final NodeId node;
  private final long incarnation;
  private final int instancesLimit;
  private final Map<String, Map<String, Instance>> running = new TreeMap<>();
  private final Set<String> held = new TreeSet<>();
  private Set<String> kept = Set.of();
  private long version = 1;

  OwnRow(NodeId node, long incarnation, int instancesLimit) {
    this.node = node;
    this.incarnation = incarnation;
    this.instancesLimit = instancesLimit;
  }

  /** The function was called; true where the row changed. */
  boolean used(String function) {
    if (running.containsKey(function)) {
      return false;
    }
    running.put(function, new LinkedHashMap<>());
    version++;
    return true;
  }

  /** State of the function came into being here; true where the row changed. */
  boolean held(String function) {
    boolean changed = held.add(function);
    version += changed ? 1 : 0;
    return changed;
  }

  /** No state of the function is left here; true where the row changed. */
  boolean released(String function) {
    boolean changed = held.remove(function);
    version += changed ? 1 : 0;
    return changed;
  }

  /** These functions are kept here and no others; true where the row changed. */
  boolean keep(Set<String> functions) {
    boolean changed = !kept.equals(functions);
    kept = Set.copyOf(functions);
    version += changed ? 1 : 0;
    return changed;
  }

  enum Registration {
    NEW,
    KNOWN,
    TOO_MANY
  }

  Registration register(String function, String pod, String nodeName, String nodeIp, long nowMs) {
    Map<String, Instance> instances =
        running.computeIfAbsent(function, name -> new LinkedHashMap<>());
    Instance known = instances.get(pod);
    if (known == null && instances.size() >= instancesLimit) {
      return Registration.TOO_MANY;
    }
    long registeredAtMs = known == null ? nowMs : known.registeredAtMs();
    instances.put(pod, new Instance(nodeName, nodeIp, registeredAtMs, nowMs));
    version++;
    return known == null ? Registration.NEW : Registration.KNOWN;
  }

  /** True where the instance was known. */
  boolean unregister(String function, String pod) {
    Map<String, Instance> instances = running.get(function);
    if (instances == null || instances.remove(pod) == null) {
      return false;
    }
    version++;
    return true;
  }

  boolean hasInstances(String function) {
    return !running.getOrDefault(function, Map.of()).isEmpty();
  }

  /** The function runs here no more. */
  void expire(String function) {
    if (running.remove(function) != null) {
      version++;
    }
  }

  /** Says the same anew, so that whoever hears of it from others knows that this node lives. */
  void renew() {
    version++;
  }

  List<String> running() {
    return List.copyOf(running.keySet());
  }

  FunctionRow toRow() {
    Set<String> names = new TreeSet<>(held);
    names.addAll(running.keySet());
    names.addAll(kept);
    FunctionRow.Builder row = FunctionRow.newBuilder()
        .setNodeId(node.toBytes())
        .setIncarnation(incarnation)
        .setVersion(version);
    names.forEach(name -> row.addFunctions(entry(name)));
    return row.build();
  }

  private FunctionEntry entry(String function) {
    Map<String, Instance> instances = running.getOrDefault(function, Map.of());
    FunctionEntry.Builder entry = FunctionEntry.newBuilder()
        .setFunction(function)
        .setRuns(running.containsKey(function))
        .setHolds(held.contains(function))
        .setKeeps(kept.contains(function));
    instances.forEach((pod, instance) -> entry.addInstances(FunctionInstance.newBuilder()
        .setPod(pod)
        .setNodeName(instance.nodeName())
        .setNodeIp(instance.nodeIp())
        .setRegisteredAtMs(instance.registeredAtMs())
        .setLastUsedMs(instance.lastUsedMs())));
    return entry.build();
  }
}
