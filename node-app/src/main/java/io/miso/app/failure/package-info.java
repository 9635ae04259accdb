/** What went wrong, said in one line with what to do. */
@NullMarked
package io.miso.app.failure;

import org.jspecify.annotations.NullMarked;
