/** Commands that ask a running node. */
@NullMarked
package io.miso.app.console;

import org.jspecify.annotations.NullMarked;
