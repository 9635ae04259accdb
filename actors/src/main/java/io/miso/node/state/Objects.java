package io.miso.node.state;

import akka.actor.typed.ActorRef;
import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way to a node's objects: straight to the CRDT's actor where there is one, else through the registry. Thread-safe. */
public final class Objects {
  private final CrdtTable table;
  private final ActorRef<ObjectRegistry.Command> registry;

  public Objects(CrdtTable table, ActorRef<ObjectRegistry.Command> registry) {
    this.table = table;
    this.registry = registry;
  }

  public CrdtTable table() {
    return table;
  }

  public void deliver(CrdtKey key, CrdtActor.Command command) {
    @Nullable CrdtHandle handle = table.get(key);
    if (handle != null && handle.isStarted()) {
      handle.actor().tell(command);
    } else {
      registry.tell(new ObjectRegistry.Deliver(key, command));
    }
  }

  /** Tells a CRDT something where there is a copy of it. */
  public void tell(CrdtKey key, CrdtActor.Command command) {
    @Nullable CrdtHandle handle = table.get(key);
    if (handle != null && handle.isStarted()) {
      handle.actor().tell(command);
    }
  }

  /** Joins what a peer sent. */
  public void join(CrdtKey key, Crdt<?> state, JoinReceipt receipt) {
    deliver(key, new CrdtActor.Join(state, receipt));
  }

  /** Completes once peers were asked about a name, or about the whole object where the name is empty. */
  public CompletableFuture<Void> ensureRestored(ObjectKey object, String name) {
    CompletableFuture<Void> reply = new CompletableFuture<>();
    registry.tell(new ObjectRegistry.EnsureRestored(object, name, reply));
    return reply;
  }

  /** Has what is pending of a function handed to replication; completes once it is. */
  public CompletableFuture<Void> flush(String function) {
    List<CompletableFuture<Void>> flushes = new ArrayList<>();
    for (CrdtHandle handle : table.ofFunction(function)) {
      CompletableFuture<Void> flushed = new CompletableFuture<>();
      handle.actor().tell(new CrdtActor.Flush(() -> flushed.complete(null)));
      flushes.add(flushed);
    }
    return CompletableFuture.allOf(flushes.toArray(CompletableFuture[]::new));
  }

  public void unrestore(String function) {
    registry.tell(new ObjectRegistry.Unrestore(function));
  }
}
