package io.miso.sdk.binding;

import io.miso.sdk.CrdtEntry;
import io.miso.sdk.EWFlag;
import io.miso.sdk.ElementType;
import io.miso.sdk.GCounter;
import io.miso.sdk.GSet;
import io.miso.sdk.MVRegister;
import io.miso.sdk.MisoException;
import io.miso.sdk.Names;
import io.miso.sdk.ORSet;
import io.miso.sdk.PNCounter;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.SyncResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

final class BoundObject implements StatefulObject {

  private static final Duration SHORTEST_SYNC = Duration.ofMillis(1);
  private static final Duration LONGEST_SYNC = Duration.ofMinutes(10);

  private final Binding binding;
  private final String id;

  BoundObject(Binding binding, String id) {
    this.binding = binding;
    this.id = id;
  }

  @Override
  public String function() {
    return binding.function();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public GCounter getGCounter(String name) {
    return new BoundGCounter(binding, new CrdtRef(id, name, CrdtKind.GCOUNTER));
  }

  @Override
  public PNCounter getPNCounter(String name) {
    return new BoundPNCounter(binding, new CrdtRef(id, name, CrdtKind.PNCOUNTER));
  }

  @Override
  public <E> GSet<E> getGSet(String name, ElementType<E> type) {
    return new BoundGSet<>(binding, new CrdtRef(id, name, CrdtKind.GSET), type);
  }

  @Override
  public <E> ORSet<E> getORSet(String name, ElementType<E> type) {
    return new BoundORSet<>(binding, new CrdtRef(id, name, CrdtKind.OR_SET), type);
  }

  @Override
  public <E> MVRegister<E> getMVRegister(String name, ElementType<E> type) {
    return new BoundMVRegister<>(binding, new CrdtRef(id, name, CrdtKind.MV_REGISTER), type);
  }

  @Override
  public EWFlag getEWFlag(String name) {
    return new BoundEWFlag(binding, new CrdtRef(id, name, CrdtKind.EW_FLAG));
  }

  @Override
  public boolean deleteCrdt(String name) {
    return Await.write(deleteCrdtAsync(name), binding.callTimeout());
  }

  @Override
  public CompletionStage<Boolean> deleteCrdtAsync(String name) {
    return binding.delete(id, Names.require(Fields.CRDT_NAME, name));
  }

  @Override
  public int delete() {
    return Await.write(deleteAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Integer> deleteAsync() {
    return binding.deleteObject(id);
  }

  @Override
  public List<CrdtEntry> list() {
    return Await.read(listAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<List<CrdtEntry>> listAsync() {
    return binding.list(id);
  }

  @Override
  public boolean registerServerlessFunction() {
    return Await.write(registerServerlessFunctionAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Boolean> registerServerlessFunctionAsync() {
    return binding.register();
  }

  @Override
  public boolean unregisterServerlessFunction() {
    return Await.write(unregisterServerlessFunctionAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Boolean> unregisterServerlessFunctionAsync() {
    return binding.unregister();
  }

  @Override
  public SyncResult sync(Duration timeout) {
    CompletionStage<SyncResult> syncing = syncAsync(timeout);
    return Await.read(syncing, timeout.plus(binding.callTimeout()));
  }

  @Override
  public CompletionStage<SyncResult> syncAsync(Duration timeout) {
    if (timeout.compareTo(SHORTEST_SYNC) < 0 || timeout.compareTo(LONGEST_SYNC) > 0) {
      throw new MisoException.InvalidRequest(
          "timeout_ms",
          "timeout_ms: must be from 1 to " + LONGEST_SYNC.toMillis() + ", not " + timeout);
    }
    return binding.sync(id, timeout);
  }
}
