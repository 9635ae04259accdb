package io.miso.node.overlay;

import com.google.protobuf.ByteString;
import io.miso.node.identity.NodeId;
import io.miso.node.mdns.Found;
import io.miso.node.mdns.MdnsNode;
import io.miso.node.mdns.MdnsSettings;
import io.miso.node.settings.InvalidSettingsException;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Announces this node by mDNS/DNS-SD and finds those that announce themselves. */
public final class MdnsFinder implements PeerFinder {
  private final MdnsNode mdns;
  private volatile Consumer<List<Candidate>> listener = candidates -> {};

  private MdnsFinder(MdnsSettings settings) {
    this.mdns = MdnsNode.start(settings, this::tell);
  }

  /** Starts in the background. */
  public static MdnsFinder start(NodeSettings settings, NodeId self, int port) {
    List<InetAddress> advertised = settings.advertisedHost().isEmpty()
        ? List.of()
        : List.of(address("MISO_NODE_IP", settings.advertisedHost()));
    return new MdnsFinder(mdnsSettings(settings, self, port, advertised));
  }

  private static MdnsSettings mdnsSettings(
      NodeSettings settings, NodeId self, int port, List<InetAddress> advertised) {
    try {
      return new MdnsSettings(
          settings.discovery().mdnsServiceName(),
          self.hex(),
          settings.nodeName(),
          settings.clusterName(),
          Handshake.PROTOCOL_VERSION,
          address("MISO_GRPC_HOST", settings.grpcHost()),
          port,
          advertised,
          settings.discovery().mdnsResolveTimeout());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String name() {
    return "mdns";
  }

  @Override
  public boolean configured() {
    return false;
  }

  @Override
  public CompletionStage<List<Candidate>> look() {
    return mdns.firstLook().thenApply(over -> candidates(mdns.found()));
  }

  /** Also told what is known by now. */
  @Override
  public void listen(Consumer<List<Candidate>> listener) {
    this.listener = listener;
    tell(mdns.found());
  }

  @Override
  public CompletionStage<Void> leave() {
    return mdns.leave();
  }

  private void tell(Set<Found> found) {
    if (!found.isEmpty()) {
      listener.accept(candidates(found));
    }
  }

  private static List<Candidate> candidates(Set<Found> found) {
    return found.stream().map(MdnsFinder::candidate).toList();
  }

  private static Candidate candidate(Found found) {
    return new Candidate(
        Optional.of(NodeId.of(ByteString.copyFrom(HexFormat.of().parseHex(found.nodeId())))),
        found.addresses().stream()
            .map(address -> new Seed(address.getHostAddress(), found.port()))
            .toList());
  }

  private static InetAddress address(String variable, String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InvalidSettingsException(variable + " '" + host + "' does not resolve", e);
    }
  }
}
