package io.miso.sdk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A named group of CRDTs of one function. Getting a CRDT sends nothing and creates nothing: it comes into being with the first
 * write. A name belongs to one type at a time; operations of another type end in {@link MisoException.WrongType}.
 *
 * <p>Names are any text but the empty one; another one is {@link MisoException.InvalidRequest} at once.
 */
public interface StatefulObject {

  /** The function that owns this object. */
  String function();

  /** The id of this object. */
  String id();

  GCounter getGCounter(String name);

  PNCounter getPNCounter(String name);

  <E> GSet<E> getGSet(String name, ElementType<E> type);

  <E> ORSet<E> getORSet(String name, ElementType<E> type);

  <E> MVRegister<E> getMVRegister(String name, ElementType<E> type);

  EWFlag getEWFlag(String name);

  /** A set of strings. */
  default GSet<String> getGSet(String name) {
    return getGSet(name, ElementType.STRING);
  }

  /** A set of strings. */
  default ORSet<String> getORSet(String name) {
    return getORSet(name, ElementType.STRING);
  }

  /** A register of strings. */
  default MVRegister<String> getMVRegister(String name) {
    return getMVRegister(name, ElementType.STRING);
  }

  /**
   * Deletes what the node has seen under a name, of whatever type, on all nodes; changes made elsewhere at the same time survive. A
   * deleted counter is 0 and counts on from there. Proxies stay usable.
   *
   * @return whether there was anything: false for a name that was never written or is already deleted
   */
  boolean deleteCrdt(String name);

  /** {@link #deleteCrdt} without waiting. */
  CompletionStage<Boolean> deleteCrdtAsync(String name);

  /**
   * Deletes every CRDT of this object as {@link #deleteCrdt} does. Not atomic: where it ends {@link MisoException.Unconfirmed}, some
   * may be deleted and others not; it may be repeated without harm.
   *
   * @return how many there were
   */
  int delete();

  /** {@link #delete} without waiting. */
  CompletionStage<Integer> deleteAsync();

  /** The CRDTs that carry content on this node, sorted by name; those deleted or never written are not among them. */
  List<CrdtEntry> list();

  /** {@link #list} without waiting. */
  CompletionStage<List<CrdtEntry>> listAsync();

  /**
   * Registers this instance of the function (its replica id) with the node, which then receives what other nodes write for the
   * function. Every operation does the same by the way, and renews it; so this is for functions that want to receive before they
   * first use anything. A daemon that is restarted is told again, as soon as the connection to it is back.
   *
   * @return true if the instance is new to the node, false if it was registered
   */
  boolean registerServerlessFunction();

  /** {@link #registerServerlessFunction} without waiting. */
  CompletionStage<Boolean> registerServerlessFunctionAsync();

  /**
   * Takes this instance of the function from the node. Where it was the last one, what the node has not yet sent of the function goes
   * out first, to the nodes that it reaches, which takes two seconds at most.
   *
   * @return true if the instance was registered
   */
  boolean unregisterServerlessFunction();

  /** {@link #unregisterServerlessFunction} without waiting. */
  CompletionStage<Boolean> unregisterServerlessFunctionAsync();

  /**
   * Waits until every node that runs the function and can be reached has what this node held of the object when called. Does not fail when
   * some do not answer in time: the result names them. Nor does it wait for a node that cannot be reached, or for the return of one whose
   * connection breaks meanwhile: the result names those as well, at once where no other node is waited for.
   *
   * @param timeout how long to wait, from 1 ms to 10 minutes
   */
  SyncResult sync(Duration timeout);

  /** {@link #sync} without waiting. */
  CompletionStage<SyncResult> syncAsync(Duration timeout);
}
