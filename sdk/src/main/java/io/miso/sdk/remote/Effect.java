package io.miso.sdk.remote;

/** What a call does to the node; decides what may be repeated and how a missing answer is told. */
enum Effect {
  /** Changes nothing. */
  READ,
  /** May have been applied where no answer came; never repeated. */
  WRITE
}
