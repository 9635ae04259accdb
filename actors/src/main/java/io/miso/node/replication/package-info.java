/** What peers are told, what they acknowledged, what is asked of them. */
@NullMarked
package io.miso.node.replication;

import org.jspecify.annotations.NullMarked;
