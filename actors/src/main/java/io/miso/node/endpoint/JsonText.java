package io.miso.node.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.miso.crdt.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON text into a {@link Value}. Integers within 64 bits stay exact; a key that occurs twice is an error. */
final class JsonText {
  /** What bounds it are the size of a request and the depth of values, so the reader needs no bounds of its own. */
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(Value.MAX_DEPTH + 1)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .build())
      .build();

  /** Messages travel in a header, which clients bound. */
  private static final int LONGEST_SHOWN = 100;

  private final JsonParser parser;

  private JsonText(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one JSON object.
   *
   * @throws IllegalArgumentException where the text is something else, with a message in our own words
   */
  static Value object(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonText(parser).object();
    } catch (JsonProcessingException e) {
      long character = Math.max(0, e.getLocation().getCharOffset());
      throw new IllegalArgumentException(
          "it is no JSON, or ends too early, from about character " + character + " on", e);
    } catch (IOException e) {
      throw new UncheckedIOException("of a text in memory", e);
    }
  }

  private Value object() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("it is not a JSON object");
    }
    Value value = value(1);
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("something follows the JSON object");
    }
    return value;
  }

  /** The value that begins at the current token, which may open this many levels. */
  private Value value(int level) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(level);
      case START_ARRAY -> elements(level);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.number(parser.getText());
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.nullValue();
      default -> throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Value members(int level) throws IOException {
    requireDepth(level);
    Map<String, Value> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (members.put(name, value(level + 1)) != null) {
        throw new IllegalArgumentException(
            "the key '" + shortened(name) + "' occurs twice in one object");
      }
    }
    return Value.object(members);
  }

  private Value elements(int level) throws IOException {
    requireDepth(level);
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(level + 1));
    }
    return Value.array(elements);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
  }

  private static void requireDepth(int level) {
    if (level > Value.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "it nests arrays and objects deeper than " + Value.MAX_DEPTH + " levels");
    }
  }
}
