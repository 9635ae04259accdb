/** Life of processes: leaving cleanly, starting children, ending with the parent. */
@NullMarked
package io.miso.app.process;

import org.jspecify.annotations.NullMarked;
