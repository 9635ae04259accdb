package io.miso.node.settings;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads values of the section {@code miso}, and names the key of one that cannot be used. */
abstract class SectionReader {
  final Config miso;

  SectionReader(Config miso) {
    this.miso = miso;
  }

  final String nonEmpty(String key) {
    String value = miso.getString(key).strip();
    if (value.isEmpty()) {
      throw new InvalidSettingsException(named(key) + " must not be empty");
    }
    return value;
  }

  /** The key, with the environment variables that set it. */
  static String named(String key) {
    List<String> variables = NodeEnvironment.variablesOf("miso." + key);
    return variables.isEmpty() ? key : key + " (" + String.join(", ", variables) + ")";
  }

  final int port(String key) {
    int value = miso.getInt(key);
    if (value < 0 || value > 65535) {
      throw new InvalidSettingsException(named(key) + " must be from 0 to 65535, not " + value);
    }
    return value;
  }

  final int count(String key) {
    int value = miso.getInt(key);
    if (value < 1) {
      throw new InvalidSettingsException(key + " must be at least 1, not " + value);
    }
    return value;
  }

  final long bytes(String key) {
    long value = miso.getBytes(key);
    if (value < 1) {
      throw new InvalidSettingsException(key + " must be at least 1 byte, not " + value);
    }
    return value;
  }

  final Duration positive(String key) {
    Duration value = miso.getDuration(key);
    if (value.isNegative() || value.isZero()) {
      throw new InvalidSettingsException(key + " must be above 0, not " + value);
    }
    return value;
  }

  /** The constant that the value names: in the configuration in lower case, with hyphens. */
  final <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = miso.getString(key).strip();
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(text)) {
        return constant;
      }
    }
    List<String> accepted = java.util.Arrays.stream(type.getEnumConstants())
        .map(SectionReader::written)
        .toList();
    throw new InvalidSettingsException(
        named(key) + ": '" + text + "' is none of " + String.join(", ", accepted));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
