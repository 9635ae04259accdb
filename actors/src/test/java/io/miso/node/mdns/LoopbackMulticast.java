package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.ip;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;

/** Whether processes on this machine hear each other's multicast. */
final class LoopbackMulticast {
  private LoopbackMulticast() {}

  /** Some sandboxes drop it; there is nothing to test then. Plain sockets, so that JmDNS cannot excuse itself. */
  static void assume() throws IOException {
    InetAddress group = ip("224.0.0.251");
    NetworkInterface lo = NetworkInterface.getByInetAddress(ip("127.0.0.1"));
    boolean heard;
    try (MulticastSocket socket = new MulticastSocket(0)) {
      socket.setSoTimeout(2000);
      socket.setNetworkInterface(lo);
      socket.joinGroup(new InetSocketAddress(group, 0), lo);
      socket.send(new DatagramPacket(new byte[1], 1, group, socket.getLocalPort()));
      socket.receive(new DatagramPacket(new byte[1], 1));
      heard = true;
    } catch (IOException e) {
      heard = false;
    }
    assumeTrue(heard, "multicast on loopback");
  }
}
