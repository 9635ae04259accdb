/** What every binding does, as one suite that runs over each of them on two real nodes. */
@NullMarked
package io.miso.sdk.contract;

import org.jspecify.annotations.NullMarked;
