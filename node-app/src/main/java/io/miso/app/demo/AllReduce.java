package io.miso.app.demo;

/** Names that the processes of the demo have in common. */
final class AllReduce {
  static final String FUNCTION = "all-reduce";
  static final String COUNTER = "total";

  /** POST a chunk, one integer a line, to have it reduced; GET to read the total. */
  static final String PATH = "/";

  /** POST to wait until every node has what this one holds; answers how many others there are. */
  static final String SYNC_PATH = "/sync";

  /** Key of a function's address among what it tells once it is ready. */
  static final String HTTP = "http";

  /** Key of a node's address among what it tells once it is ready. */
  static final String GRPC = "grpc";

  private AllReduce() {}
}
