package io.miso.node.mdns;

import java.io.IOException;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSQuestion;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;

/**
 * What a node sends at once, where JmDNS by itself takes its time: it first asks after 225 ms, and announces and answers only after four
 * to five seconds of probing. Probing finds out whether somebody else has the names; ours contain the random node id and so
 * are known to be unique, which is when RFC 6762, section 8.1, lets a host announce without it.
 */
final class Greeting {
  private static final int GOODBYE = 0;

  private final JmDNSImpl jmdns;
  private final ServiceInfoImpl own;

  Greeting(JmDNSImpl jmdns, ServiceInfoImpl own) {
    this.jmdns = jmdns;
    this.own = own;
  }

  /** Asks who is there. Known answers are left out: this node may have missed a part of them. */
  void ask() throws IOException {
    DNSOutgoing query = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
    query.addQuestion(DNSQuestion.newQuestion(
        own.getType(), DNSRecordType.TYPE_PTR, DNSRecordClass.CLASS_IN, DNSRecordClass.NOT_UNIQUE));
    jmdns.send(query);
  }

  /** Says all that others need to dial this node. */
  void announce() throws IOException {
    sendRecords(DNSConstants.DNS_TTL);
  }

  /** Takes back what was announced. */
  void leave() throws IOException {
    sendRecords(GOODBYE);
  }

  private void sendRecords(int ttl) throws IOException {
    DNSOutgoing response = new DNSOutgoing(DNSConstants.FLAGS_QR_RESPONSE | DNSConstants.FLAGS_AA);
    for (DNSRecord record :
        own.answers(DNSRecordClass.CLASS_ANY, DNSRecordClass.UNIQUE, ttl, jmdns.getLocalHost())) {
      response.addAnswer(null, record);
    }
    for (DNSRecord record :
        jmdns.getLocalHost().answers(DNSRecordClass.CLASS_ANY, DNSRecordClass.UNIQUE, ttl)) {
      response.addAnswer(null, record);
    }
    jmdns.send(response);
  }
}
