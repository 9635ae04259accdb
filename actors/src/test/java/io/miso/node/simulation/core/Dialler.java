package io.miso.node.simulation.core;

import io.miso.node.replication.StreamLink;
import org.jspecify.annotations.Nullable;

/** Keeps a stream from one node to another: dials, and dials again after a while when the stream ends or nobody answers. */
final class Dialler {
  private static final long FIRST_BACKOFF_MS = 200;
  private static final long LONGEST_BACKOFF_MS = 3_000;
  private static final long TIMEOUT_MS = 5_000;

  private final World world;
  private final NodeLife life;
  private final Place target;
  private long backoffMs = FIRST_BACKOFF_MS;
  private long attempt;
  private boolean waits;
  private @Nullable Wire wire;

  Dialler(World world, NodeLife life, Place target) {
    this.world = world;
    this.life = life;
    this.target = target;
  }

  void dial() {
    waits = true;
    long current = ++attempt;
    Direction there = world.direction(life.place(), target);
    Direction back = world.direction(target, life.place());
    there.control(() -> {
      NodeLife acceptor = target.life();
      if (acceptor == null) {
        back.control(() -> life.enter(() -> failed(current)));
      } else if (!life.isOver()) {
        acceptor.enter(() -> accepted(current, acceptor));
      }
    });
    life.later(TIMEOUT_MS, () -> failed(current));
  }

  private void accepted(long current, NodeLife acceptor) {
    Wire opened = world.wire(life, acceptor);
    opened.accepting().welcome(() -> life.enter(() -> welcomed(current, opened)));
    opened.accepting().open();
  }

  private void welcomed(long current, Wire opened) {
    if (current == attempt && waits) {
      waits = false;
      backoffMs = FIRST_BACKOFF_MS;
      wire = opened;
      opened.dialling().open();
    } else {
      opened.dialling().close();
    }
  }

  private void failed(long current) {
    if (current == attempt && waits) {
      waits = false;
      redial();
    }
  }

  /** A stream of the node ended on its side. */
  void ended(StreamLink link) {
    Wire before = wire;
    if (before != null && before.dialling().carries(link)) {
      wire = null;
      redial();
    }
  }

  private void redial() {
    life.later(backoffMs + world.random().nextInt((int) backoffMs / 4), this::dial);
    backoffMs = Math.min(2 * backoffMs, LONGEST_BACKOFF_MS);
  }
}
