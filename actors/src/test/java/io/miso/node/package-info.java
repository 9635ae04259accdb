/** What the tests of a node share, and tests across its packages. */
@NullMarked
package io.miso.node;

import org.jspecify.annotations.NullMarked;
