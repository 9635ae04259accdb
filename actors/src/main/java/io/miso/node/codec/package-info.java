/**
 * The one place where data types are mapped to bytes and back. Equal states have equal bytes; the format is in {@code
 * miso/replication/v1/state.proto}.
 */
@NullMarked
package io.miso.node.codec;

import org.jspecify.annotations.NullMarked;
