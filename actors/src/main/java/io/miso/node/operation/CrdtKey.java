package io.miso.node.operation;

import io.miso.crdt.CrdtType;

/** Identity of a CRDT: (function, object id, name, type). */
public record CrdtKey(ObjectKey object, String name, CrdtType type) {}
