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
import java.util.concurrent.CompletionStage;

/** Announces this node by mDNS/DNS-SD and finds those that announce themselves. */
public final class MdnsFinder implements PeerFinder {
  private final MdnsNode mdns;

  private MdnsFinder(MdnsNode mdns) {
    this.mdns = mdns;
  }

  /** Starts in the background. */
  public static MdnsFinder start(NodeSettings settings, NodeId self, int port) {
    List<InetAddress> advertised = settings.advertisedHost().isEmpty()
        ? List.of()
        : List.of(address(settings.advertisedHost()));
    return new MdnsFinder(MdnsNode.start(mdnsSettings(settings, self, port, advertised)));
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
          address(settings.grpcHost()),
          port,
          advertised,
          settings.discovery().mdnsResolveTimeout());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingsException("mDNS: " + e.getMessage(), e);
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
    return mdns.firstLook()
        .thenApply(over -> mdns.found().stream().map(MdnsFinder::candidate).toList());
  }

  @Override
  public void close() {
    mdns.close();
  }

  private static Candidate candidate(Found found) {
    return new Candidate(
        Optional.of(NodeId.of(ByteString.copyFrom(HexFormat.of().parseHex(found.nodeId())))),
        found.addresses().stream()
            .map(address -> new Seed(address.getHostAddress(), found.port()))
            .toList());
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InvalidSettingsException("address '" + host + "' does not resolve", e);
    }
  }
}
