/** The node as a foreground process: logging, management endpoint, readiness. */
@NullMarked
package io.miso.app.daemon;

import org.jspecify.annotations.NullMarked;
