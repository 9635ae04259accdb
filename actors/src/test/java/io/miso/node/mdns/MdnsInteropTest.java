package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Another implementation of DNS asks for the nodes and reads their answers, as other DNS-SD tools do. */
@Timeout(60)
final class MdnsInteropTest {
  private static final InetAddress GROUP = ip("224.0.0.251");
  private static final InetAddress LOOPBACK = ip("127.0.0.1");
  private static final int PORT = 5353;

  private final String label = "t-" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void serviceAddressAndText_areReadByOtherTools_andSoIsTheGoodbye() throws Exception {
    LoopbackMulticast.assume();
    Name type = Name.fromString("_" + label + "._tcp.local.");
    NetworkInterface lo = NetworkInterface.getByInetAddress(LOOPBACK);
    try (MulticastSocket socket = new MulticastSocket(PORT)) {
      socket.setNetworkInterface(lo);
      socket.joinGroup(new InetSocketAddress(GROUP, PORT), lo);
      MdnsNode node =
          MdnsNode.start(TestSettings.node(label + ".local", NODE_A, CLUSTER, LOOPBACK, 40001));
      try {
        ask(socket, type);
        PTRRecord pointer = (PTRRecord) next(socket, type, Type.PTR);
        assertThat(pointer.getTTL()).isPositive();
        Name instance = pointer.getTarget();
        assertThat(instance.getLabelString(0)).startsWith(NODE_A);
        ask(socket, type);
        SRVRecord service = (SRVRecord) next(socket, instance, Type.SRV);
        assertThat(service.getPort()).isEqualTo(40001);
        ask(socket, type);
        assertThat(((TXTRecord) next(socket, instance, Type.TXT)).getStrings())
            .contains("txtvers=1", "cluster=" + CLUSTER, "id=" + NODE_A);
        ask(socket, type);
        assertThat(((ARecord) next(socket, service.getTarget(), Type.A)).getAddress())
            .isEqualTo(LOOPBACK);
      } finally {
        node.close();
      }
      while (next(socket, type, Type.PTR).getTTL() != 0) {
        // What was announced before the goodbye.
      }
    }
  }

  private static void ask(MulticastSocket socket, Name type) throws Exception {
    byte[] query = Message.newQuery(Record.newRecord(type, Type.PTR, DClass.IN)).toWire();
    socket.send(new DatagramPacket(query, query.length, GROUP, PORT));
  }

  /** The next record of the name and type that anybody sends. */
  private static Record next(MulticastSocket socket, Name name, int type) throws Exception {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
      socket.receive(packet);
      for (Record record : records(Arrays.copyOf(packet.getData(), packet.getLength()))) {
        if (record.getType() == type && record.getName().equals(name)) {
          return record;
        }
      }
    }
  }

  private static List<Record> records(byte[] bytes) throws Exception {
    Message message = new Message(bytes);
    List<Record> records = new ArrayList<>();
    records.addAll(message.getSection(Section.ANSWER));
    records.addAll(message.getSection(Section.ADDITIONAL));
    return records;
  }
}
