package io.miso.crdt;

/** What a replica does in a test: a verb, with a small argument where the verb takes one. */
record Action(String verb, int argument) {

  static final Action DELETE = new Action("delete", 0);

  boolean is(String someVerb) {
    return verb.equals(someVerb);
  }

  @Override
  public String toString() {
    return verb + "(" + argument + ")";
  }
}
