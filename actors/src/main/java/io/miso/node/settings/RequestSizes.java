package io.miso.node.settings;

import com.typesafe.config.Config;

/** How large requests may be, which depends on other limits and on the heap. */
record RequestSizes(long each, long inFlight) {
  private static final String EACH = "limits.request-bytes";
  private static final String IN_FLIGHT = "limits.request-bytes-in-flight";

  /** More than the fields of a request add to the value and the names in them. */
  private static final int FIELDS_BYTES = 1024;

  /** A request is one array, and twice as much while it is expanded. */
  private static final long MOST_REQUEST_BYTES = 1 << 30;

  static RequestSizes read(Config miso, long valueBytes, int nameBytes) {
    long each = each(miso.getBytes(EACH), valueBytes + 4L * nameBytes + FIELDS_BYTES);
    return new RequestSizes(each, inFlight(miso, 2 * each));
  }

  /** A value of the limit has to fit, beside the four names of a request. */
  private static long each(long value, long least) {
    if (value < least || value > MOST_REQUEST_BYTES) {
      throw new InvalidSettingsException(EACH
          + " must be from "
          + least
          + ", so that a value of limits.value-bytes fits beside its names, to "
          + MOST_REQUEST_BYTES
          + ", not "
          + value);
    }
    return value;
  }

  /** One request fits alone, as it came and expanded beside it. A share of a small heap is that much, so that the default always fits. */
  private static long inFlight(Config miso, long least) {
    String text = miso.getString(IN_FLIGHT).strip();
    if (text.endsWith("%")) {
      return Math.max(least, shareOfHeap(text.substring(0, text.length() - 1).strip()));
    }
    long value = miso.getBytes(IN_FLIGHT);
    if (value < least) {
      throw new InvalidSettingsException(
          IN_FLIGHT + " must be at least twice " + EACH + ", " + least + ", not " + value);
    }
    return value;
  }

  private static long shareOfHeap(String percent) {
    if (!percent.matches("[1-9][0-9]?|100")) {
      throw new InvalidSettingsException(
          IN_FLIGHT + " must be a size or from 1% to 100% of the heap, not '" + percent + "%'");
    }
    return Runtime.getRuntime().maxMemory() / 100 * Integer.parseInt(percent);
  }
}
