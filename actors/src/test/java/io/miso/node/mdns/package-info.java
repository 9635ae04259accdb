@NullMarked
package io.miso.node.mdns;

import org.jspecify.annotations.NullMarked;
