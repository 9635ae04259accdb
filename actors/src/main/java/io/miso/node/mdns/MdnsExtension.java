package io.miso.node.mdns;

import akka.Done;
import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.CoordinatedShutdown;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The mDNS announcers of one actor system: the place where {@link MdnsServiceDiscovery}, which Akka makes by reflection,
 * finds the running {@link MdnsNode}.
 */
public final class MdnsExtension implements Extension {
  private static final Id ID = new Id();

  private final ExtendedActorSystem system;
  private final Map<ServiceType, MdnsNode> nodes = new ConcurrentHashMap<>();

  private MdnsExtension(ExtendedActorSystem system) {
    this.system = system;
  }

  /** That of a typed or classic actor system. */
  public static MdnsExtension get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /**
   * Starts one and makes its peers the answer to Akka Discovery look-ups of its service name. It says goodbye when the
   * actor system shuts down, or earlier when it is closed.
   *
   * @param listener told the whole set of peers after each change, by the thread that browses
   */
  public MdnsNode start(MdnsSettings settings, Consumer<Set<Found>> listener) {
    MdnsNode node = MdnsNode.start(settings, listener);
    nodes.put(settings.type(), node);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "mdns-goodbye",
            () -> node.leave().thenApply(left -> Done.getInstance()));
    return node;
  }

  Optional<MdnsNode> node(ServiceType type) {
    return Optional.ofNullable(nodes.get(type));
  }

  private static final class Id extends AbstractExtensionId<MdnsExtension> {
    @Override
    public MdnsExtension createExtension(ExtendedActorSystem system) {
      return new MdnsExtension(system);
    }
  }
}
