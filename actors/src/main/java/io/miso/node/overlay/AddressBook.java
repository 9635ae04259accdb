package io.miso.node.overlay;

import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings.Peers;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that nodes may answer at, and when to dial which: pure. A configured address and one that once answered are dialled for
 * ever; any other is given up after a few failures and comes back when somebody finds it again.
 */
final class AddressBook {
  private static final int GIVEN_UP_AFTER = 5;

  /** What is known of one address. */
  static final class Entry {
    private final Seed address;
    private @Nullable NodeId id;
    private boolean lasting;
    private boolean configured;
    private boolean dialling;
    private boolean redialDue;
    private boolean self;
    private boolean reported;
    private int failures;

    private Entry(Seed address) {
      this.address = address;
    }

    Seed address() {
      return address;
    }

    Optional<NodeId> id() {
      return Optional.ofNullable(id);
    }

    /** Somebody else tells why it fails. */
    void reported() {
      reported = true;
    }

    private boolean idle() {
      return !dialling && !redialDue && !self;
    }

    /** Whether the last dial or its stream failed. */
    boolean failing() {
      return failures > 0 && !self;
    }

    /** Whether a failure is worth a line: the first of a configured address since it last answered. */
    boolean reportable() {
      boolean worth = configured && !reported;
      reported = true;
      return worth;
    }
  }

  private final Map<Seed, Entry> entries = new LinkedHashMap<>();
  private final Peers settings;
  private final RandomGenerator random;

  AddressBook(Peers settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * Notes an address that was found, and answers it where somebody should dial it: because it is new, or because nothing else leads
   * there, for example since another address of the node was tried first. Empty where a dial is under way or due, or the book is full.
   */
  Optional<Entry> note(Seed address, Optional<NodeId> id, boolean configured) {
    Entry known = entries.get(address);
    if (known != null) {
      known.configured |= configured;
      known.lasting |= configured;
      id.ifPresent(found -> known.id = found);
      return known.idle() ? Optional.of(known) : Optional.empty();
    }
    if (entries.size() >= settings.maxKnown() && !configured) {
      return Optional.empty();
    }
    Entry entry = new Entry(address);
    entry.id = id.orElse(null);
    entry.configured = configured;
    entry.lasting = configured;
    entries.put(address, entry);
    return Optional.of(entry);
  }

  @Nullable
  Entry get(Seed address) {
    return entries.get(address);
  }

  /** Marks an address as being dialled; false where it must not be now. */
  boolean startDialling(Entry entry) {
    if (entry.dialling || entry.self || diallingElsewhere(entry)) {
      return false;
    }
    entry.dialling = true;
    entry.redialDue = false;
    return true;
  }

  /** The address is to be dialled after a delay, see {@link #due}. */
  void dialLater(Entry entry) {
    entry.redialDue = true;
  }

  /** The dial led to a node that keeps another stream. */
  void duplicate(Seed address, NodeId id) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.dialling = false;
      entry.id = id;
    }
  }

  /** The delay of {@link #failed} or {@link #dialLater} is over. */
  @Nullable
  Entry due(Seed address) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.redialDue = false;
    }
    return entry;
  }

  List<Seed> addressesOf(NodeId id) {
    return entries.values().stream()
        .filter(e -> id.equals(e.id))
        .map(Entry::address)
        .toList();
  }

  List<Seed> configuredAddressesOf(NodeId id) {
    return addressesOf(id).stream().filter(address -> configured(address)).toList();
  }

  /**
   * A node that there is a stream to says that it can be dialled there. Where the book is full of addresses that somebody told and nobody
   * answered at, it takes the place of one.
   */
  void told(Seed address, NodeId id) {
    if (!entries.containsKey(address) && entries.size() >= settings.maxKnown()) {
      entries.values().stream()
          .filter(entry -> !entry.lasting && !entry.dialling)
          .findFirst()
          .ifPresent(entry -> entries.remove(entry.address));
    }
    note(address, Optional.of(id), false);
    answered(address, id);
  }

  /** The dial led to a node. */
  void answered(Seed address, NodeId id) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.dialling = false;
      entry.id = id;
      entry.lasting = true;
      entry.reported = false;
    }
  }

  /** A stream to the node has lasted for a while: not before is it dialled at once when it breaks. */
  void lasted(NodeId id) {
    entries.values().stream()
        .filter(entry -> id.equals(entry.id))
        .forEach(entry -> entry.failures = 0);
  }

  /** The address is this node's own. */
  void isSelf(Seed address) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.dialling = false;
      entry.self = true;
    }
  }

  /** The dial or its stream failed; answers after how long to dial again, or nothing where the address is given up. */
  Optional<Duration> failed(Seed address) {
    Entry entry = entries.get(address);
    if (entry == null) {
      return Optional.empty();
    }
    entry.dialling = false;
    entry.redialDue = false;
    entry.failures++;
    if (!entry.lasting && entry.failures >= GIVEN_UP_AFTER) {
      entries.remove(address);
      return Optional.empty();
    }
    entry.redialDue = true;
    return Optional.of(backoff(entry.failures));
  }

  /** A node is gone for good: its addresses are no longer dialled for its sake. */
  void forget(NodeId id) {
    entries.values().removeIf(entry -> id.equals(entry.id) && !entry.configured && !entry.dialling);
    entries.values().stream()
        .filter(entry -> id.equals(entry.id))
        .forEach(entry -> entry.id = null);
  }

  private boolean configured(Seed address) {
    Entry entry = entries.get(address);
    return entry != null && entry.configured;
  }

  private boolean diallingElsewhere(Entry entry) {
    return entry.id != null
        && entries.values().stream().anyMatch(e -> e.dialling && entry.id.equals(e.id));
  }

  private Duration backoff(int failures) {
    long minMs = settings.redialMin().toMillis();
    long maxMs = settings.redialMax().toMillis();
    long delayMs = Math.min(maxMs, minMs << Math.min(failures - 1, 20));
    double jitter = 1 + settings.redialJitter() * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.min(maxMs, Math.round(delayMs * jitter)));
  }
}
