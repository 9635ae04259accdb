package io.miso.node.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.miso.crdt.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON text into a {@link Value}. Integers within 64 bits stay exact; a key that occurs twice is an error. */
final class JsonText {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(Value.MAX_DEPTH)
          .maxStringLength(Integer.MAX_VALUE)
          .build())
      .build();

  private JsonText() {}

  /**
   * @throws IOException where the text is not exactly one JSON object
   * @throws IllegalArgumentException where a number or text has no place among values
   */
  static Value object(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not a JSON object");
      }
      Value value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the JSON object");
      }
      return value;
    }
  }

  private static Value value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.number(parser.getText());
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.nullValue();
      default -> throw new IOException("unexpected " + parser.currentToken());
    };
  }

  private static Value members(JsonParser parser) throws IOException {
    Map<String, Value> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return Value.object(members);
  }

  private static Value elements(JsonParser parser) throws IOException {
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return Value.array(elements);
  }
}
