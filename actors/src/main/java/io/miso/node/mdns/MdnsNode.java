package io.miso.node.mdns;

import io.miso.node.mdns.LinkChoice.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this node by mDNS/DNS-SD and browses for its peers, on the interfaces that its gRPC server is bound to.
 *
 * <p>All network work is done by daemon threads of its own; interfaces that come and go are followed. An interface that
 * cannot do it costs one log line. A node sees those that run, and those that start together see each other, within a part
 * of a second.
 */
public final class MdnsNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsNode.class);

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration INTERFACES_INTERVAL = Duration.ofSeconds(10);

  /** When an opened link says again that it is there: a datagram may be lost, and others may open theirs a moment later. */
  private static final List<Duration> GREETINGS_AGAIN =
      List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3));

  private static final Duration FIRST_QUERY_AGAIN = Duration.ofSeconds(6);
  private static final Duration MAX_QUERY_INTERVAL = Duration.ofSeconds(60);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final MdnsSettings settings;
  private final PeerFilter filter;
  private final Consumer<Set<Found>> listener;
  private final Background background = new Background();
  private final Map<Link, JmdnsLink> links = new ConcurrentSkipListMap<>();
  private final Set<String> complaints = new HashSet<>();
  private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
  private final CompletableFuture<Void> saidGoodbye = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final AtomicBoolean lookIsDue = new AtomicBoolean();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private volatile Set<Found> found = Set.of();

  private MdnsNode(MdnsSettings settings, Consumer<Set<Found>> listener) {
    this.settings = settings;
    this.filter = new PeerFilter(settings.cluster(), settings.nodeId());
    this.listener = listener;
  }

  /** Starts in the background; returns at once and never throws for the environment's sake. */
  public static MdnsNode start(MdnsSettings settings) {
    return start(settings, peers -> {});
  }

  /**
   * As {@link #start(MdnsSettings)}.
   *
   * @param listener told the whole set of peers after each change, by the thread that browses
   */
  public static MdnsNode start(MdnsSettings settings, Consumer<Set<Found>> listener) {
    MdnsNode node = new MdnsNode(settings, listener);
    node.background.after(Duration.ZERO, node::begin);
    return node;
  }

  /** The peers seen now, without this node and without those of other clusters. */
  public Set<Found> found() {
    return leaving.get() ? Set.of() : found;
  }

  /** Completes after the first query window, or when mDNS cannot work here at all; never exceptionally. */
  public CompletionStage<Void> firstLook() {
    return firstLook.minimalCompletionStage();
  }

  /** Says goodbye and stops. Blocks for two seconds at most; what remains then ends by itself. */
  @Override
  public void close() {
    leave();
    try {
      left.get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.debug("mDNS ends behind", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The same without blocking. Completes when the goodbye is sent; repeating it and closing the links goes on behind, for two
   * seconds.
   */
  public CompletionStage<Void> leave() {
    if (leaving.compareAndSet(false, true)) {
      background.stop();
      firstLook.complete(null);
      Background.thread("miso-mdns-goodbye", this::closeAll).start();
    }
    return saidGoodbye.minimalCompletionStage();
  }

  private void begin() {
    try {
      followInterfaces();
      look();
    } finally {
      background.after(
          links.isEmpty() ? Duration.ZERO : settings.resolveTimeout(), this::endFirstLook);
      background.every(LOOK_INTERVAL, this::look);
      background.every(INTERFACES_INTERVAL, this::followInterfaces);
      queryAgain(FIRST_QUERY_AGAIN);
    }
  }

  private void endFirstLook() {
    try {
      look();
    } finally {
      firstLook.complete(null);
    }
  }

  /** Ever more seldom, as RFC 6762, section 5.2, asks for. */
  private void queryAgain(Duration wait) {
    Duration doubled = wait.multipliedBy(2);
    Duration next = doubled.compareTo(MAX_QUERY_INTERVAL) < 0 ? doubled : MAX_QUERY_INTERVAL;
    background.after(wait, () -> {
      queryAgain(next);
      links.values().forEach(JmdnsLink::ask);
    });
  }

  /** One look for all changes that come until it begins. */
  private void lookSoon() {
    if (lookIsDue.compareAndSet(false, true)) {
      background.after(Duration.ZERO, this::look);
    }
  }

  private void look() {
    lookIsDue.set(false);
    List<Found> sightings = new ArrayList<>();
    for (JmdnsLink link : links.values()) {
      for (Instance instance : link.look()) {
        filter.peer(instance).ifPresent(sightings::add);
      }
    }
    Set<Found> now = PeerFilter.merged(sightings);
    if (!now.equals(found) && !leaving.get()) {
      found = now;
      LOG.debug("mDNS shows {}", now);
      listener.accept(now);
    }
  }

  private void followInterfaces() {
    LinkChoice choice = LinkChoice.of(settings.bind(), HostInterface.all());
    choice.remark().ifPresent(this::complain);
    for (Map.Entry<Link, JmdnsLink> entry : links.entrySet()) {
      if (!choice.links().contains(entry.getKey()) || entry.getValue().staysBroken()) {
        LOG.info("mDNS stopped on {}", entry.getKey());
        remove(entry.getKey());
      }
    }
    for (Link link : choice.links()) {
      if (!links.containsKey(link) && !leaving.get()) {
        open(link);
      }
    }
  }

  private void open(Link link) {
    try {
      JmdnsLink opened = JmdnsLink.open(link, settings, this::lookSoon);
      links.put(link, opened);
      opened.greet();
      for (Duration wait : GREETINGS_AGAIN) {
        background.after(wait, opened::greet);
      }
      LOG.info("mDNS announces {} on {}", settings.type().qualified(), link);
    } catch (IOException | RuntimeException e) {
      complain("off on " + link + ": " + e.getMessage());
    }
    if (leaving.get()) {
      remove(link);
    }
  }

  private void closeAll() {
    try {
      links.values().forEach(JmdnsLink::sayGoodbye);
    } finally {
      saidGoodbye.complete(null);
    }
    List<Thread> closing =
        links.keySet().stream().map(this::remove).flatMap(Optional::stream).toList();
    try {
      for (Thread each : closing) {
        each.join();
      }
    } catch (InterruptedException e) {
      LOG.debug("goodbyes go on", e);
    } finally {
      left.complete(null);
    }
  }

  /** Closing waits for goodbyes to be sent, so that each has a thread. */
  private Optional<Thread> remove(Link link) {
    JmdnsLink removed = links.remove(link);
    if (removed == null) {
      return Optional.empty();
    }
    Thread closing = Background.thread("miso-mdns-goodbye", removed::close);
    closing.start();
    return Optional.of(closing);
  }

  private void complain(String remark) {
    if (complaints.add(remark)) {
      LOG.warn("mDNS: {}", remark);
    }
  }
}
