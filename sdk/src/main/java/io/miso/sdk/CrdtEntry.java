package io.miso.sdk;

/**
 * One CRDT of an object.
 *
 * @param type name of its data type: {@code GCOUNTER}, {@code PNCOUNTER}, {@code GSET}, {@code OR_SET}, {@code MV_REGISTER}, {@code
 *     EW_FLAG}; a newer node may answer with others
 */
public record CrdtEntry(String name, String type) {}
