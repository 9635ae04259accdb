package io.miso.node.simulation.core;

/** What goes wrong. */
enum FaultKind {
  /** A frame is lost; a stream that cannot tell breaks. */
  LOSS,
  /** A frame comes twice. */
  DUPLICATION,
  /** A frame overtakes others. */
  REORDERING,
  /** Frames take longer, each another time. */
  DELAY,
  /** Nothing passes between two nodes. */
  CUT,
  /** Nothing passes from one node to another; the way back stays open. */
  ONE_WAY_CUT,
  /** One node reaches nobody and is reached by nobody. */
  ISOLATION,
  /** A link passes few bytes. */
  SLOW_LINK,
  /** A stream breaks, and both sides hear of it, each in its own time. */
  STREAM_BREAK,
  /** A stream breaks, and nobody says so. */
  SILENT_BREAK,
  /** A node ends and comes back under another id with nothing. */
  CRASH_WITHOUT_DISK,
  /** A node ends and comes back under its id with all that it acknowledged. */
  CRASH_WITH_DISK,
  /** A node freezes for a while, then goes on. */
  PAUSE,
  /** A node's clock jumps. */
  CLOCK_JUMP,
  /** A function is unregistered at a node and registered again. */
  UNREGISTRATION
}
