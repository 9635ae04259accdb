/** Entry point of the MISO process: the daemon, its command line and the demo. */
@NullMarked
package io.miso.app;

import org.jspecify.annotations.NullMarked;
