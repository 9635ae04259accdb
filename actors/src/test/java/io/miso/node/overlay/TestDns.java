package io.miso.node.overlay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on this machine that knows a few records; the addresses behind SRV records come along, as in a cluster's DNS. */
final class TestDns implements AutoCloseable {
  private static final int LARGEST = 4096;

  private final DatagramSocket socket;
  private final List<Record> records = new ArrayList<>();

  /**
   * Serves the records.
   *
   * @param zone one a line, in the form of a master file
   */
  TestDns(String zone) throws IOException {
    try (Master master =
        new Master(new ByteArrayInputStream(zone.getBytes(StandardCharsets.UTF_8)), Name.root)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.add(record);
      }
    }
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "test-dns");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private byte[] answer(byte[] bytes) throws IOException {
    Message query = new Message(bytes);
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(question, Section.QUESTION);
    boolean known = false;
    for (Record record : records) {
      if (record.getName().equals(question.getName())) {
        known = true;
        if (record.getType() == question.getType()) {
          answer.addRecord(record, Section.ANSWER);
          if (record instanceof SRVRecord service) {
            addAddresses(answer, service.getTarget());
          }
        }
      }
    }
    answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
    return answer.toWire();
  }

  private void addAddresses(Message answer, Name host) {
    records.stream()
        .filter(record -> record.getName().equals(host))
        .filter(record -> record.getType() == Type.A || record.getType() == Type.AAAA)
        .forEach(record -> answer.addRecord(record, Section.ADDITIONAL));
  }
}
