package io.miso.sdk.binding;

import io.miso.sdk.CrdtEntry;
import io.miso.sdk.Element;
import io.miso.sdk.SyncResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One function's way to a node. Thread-safe; nothing blocks. Stages complete exceptionally with a {@link io.miso.sdk.MisoException};
 * those of reads never with {@code Unconfirmed}. After {@link #close} every method throws {@link IllegalStateException}.
 */
public interface Binding {

  String function();

  /** How long a blocking call may take. */
  Duration callTimeout();

  /** Adds to a counter of either kind; answers its value. */
  CompletionStage<Long> add(CrdtRef counter, long amount);

  /** Subtracts from a PN counter; answers its value. */
  CompletionStage<Long> subtract(CrdtRef counter, long amount);

  CompletionStage<Long> count(CrdtRef counter);

  /** Adds to a set of either kind. */
  CompletionStage<@Nullable Void> add(CrdtRef set, Element element);

  /** Removes from an OR set. */
  CompletionStage<@Nullable Void> remove(CrdtRef set, Element element);

  CompletionStage<Boolean> contains(CrdtRef set, Element element);

  CompletionStage<@Nullable Void> assign(CrdtRef register, Element value);

  /**
   * The elements of a set or register, each once.
   *
   * @param asked what the caller expects; what is answered may be of another kind
   */
  CompletionStage<List<Element>> elements(CrdtRef setOrRegister, Element.Kind asked);

  CompletionStage<@Nullable Void> assign(CrdtRef flag, boolean value);

  CompletionStage<Boolean> isEnabled(CrdtRef flag);

  /** Deletes what is under a name, of whatever type; true where there was anything. */
  CompletionStage<Boolean> delete(String objectId, String name);

  /** Deletes every CRDT of an object; answers how many there were. */
  CompletionStage<Integer> deleteObject(String objectId);

  CompletionStage<List<CrdtEntry>> list(String objectId);

  /**
   * See {@code StatefulObject.sync}.
   *
   * @param timeout from 1 ms to 10 minutes
   */
  CompletionStage<SyncResult> sync(String objectId, Duration timeout);

  /** Registers this instance of the function; true where it was new. */
  CompletionStage<Boolean> register();

  /** Unregisters this instance of the function; true where it was known. */
  CompletionStage<Boolean> unregister();

  void close();
}
