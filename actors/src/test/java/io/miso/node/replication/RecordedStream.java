package io.miso.node.replication;

import io.miso.grpc.replication.v1.PeerFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stream whose other end is the test. */
public final class RecordedStream implements PeerStream {
  public final List<PeerFrame> sent = new CopyOnWriteArrayList<>();
  public volatile boolean closed;

  @Override
  public void send(PeerFrame frame) {
    sent.add(frame);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String remote() {
    return "test";
  }

  public List<PeerFrame> frames(PeerFrame.FrameCase wanted) {
    return sent.stream().filter(frame -> frame.getFrameCase() == wanted).toList();
  }
}
