package io.miso.node.replication;

import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Outgoing.Item;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Batches that the peer has not acknowledged: pure. */
final class InFlight {
  private record Flight(List<Item> items, long sentAtMs) {}

  private final TreeMap<Long, Flight> flights = new TreeMap<>();
  private long lastSequence;

  int size() {
    return flights.size();
  }

  boolean contains(long sequence) {
    return flights.containsKey(sequence);
  }

  /** The number of the next batch. Numbers never come again. */
  long nextSequence() {
    return lastSequence + 1;
  }

  /** Sent with the next number. */
  void add(List<Item> items, long nowMs) {
    flights.put(++lastSequence, new Flight(List.copyOf(items), nowMs));
  }

  /** What was in a batch, which is not in flight any more; nothing where it was not. */
  List<Item> remove(long sequence) {
    Flight flight = flights.remove(sequence);
    return flight == null ? List.of() : flight.items();
  }

  List<Long> all() {
    return List.copyOf(flights.keySet());
  }

  /** Numbers of batches sent before the time. */
  List<Long> sentBefore(long timeMs) {
    return flights.entrySet().stream()
        .filter(flight -> flight.getValue().sentAtMs() < timeMs)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Numbers of batches that hold something that matches. */
  List<Long> with(Predicate<CrdtKey> matches) {
    return flights.entrySet().stream()
        .filter(flight -> flight.getValue().items().stream().map(Item::key).anyMatch(matches))
        .map(Map.Entry::getKey)
        .toList();
  }

  void drop(Predicate<CrdtKey> matches) {
    flights.replaceAll((sequence, flight) -> new Flight(
        flight.items().stream().filter(item -> !matches.test(item.key())).toList(),
        flight.sentAtMs()));
  }

  Stream<CrdtKey> keys() {
    return flights.values().stream()
        .map(Flight::items)
        .flatMap(Collection::stream)
        .map(Item::key);
  }
}
