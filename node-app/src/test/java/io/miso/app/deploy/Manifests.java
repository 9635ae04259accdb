package io.miso.app.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads Kubernetes manifests strictly: a field the API does not have, a key given twice, a number where text belongs or a kind
 * that this class does not know is an error.
 */
final class Manifests {

  private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
      "v1/Namespace", Namespace.class,
      "v1/ServiceAccount", ServiceAccount.class,
      "v1/Service", Service.class,
      "apps/v1/DaemonSet", DaemonSet.class);

  private static final YAMLMapper MAPPER = YAMLMapper.builder()
      .annotationIntrospector(new WithoutCatchAll())
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .withCoercionConfig(LogicalType.Textual, text -> {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
      })
      .withCoercionConfig(
          LogicalType.Integer,
          number -> number.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
      .withCoercionConfig(
          LogicalType.Boolean,
          flag -> flag.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
      .build();

  private Manifests() {}

  /** The folder {@code deploy/k8s}, found from the module or from the root of the build. */
  static Path directory() {
    return Stream.of(Path.of("..", "deploy", "k8s"), Path.of("deploy", "k8s"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no deploy/k8s beside or under the working directory"));
  }

  /** What the kustomization lists, in its order. */
  static List<String> listed() throws IOException {
    JsonNode root = MAPPER.readTree(Files.readString(directory().resolve("kustomization.yaml")));
    return root.get("resources").valueStream().map(JsonNode::asString).toList();
  }

  /** The manifest files that lie in the folder, sorted. */
  static List<String> present() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
          .sorted()
          .toList();
    }
  }

  static HasMetadata read(String file) throws IOException {
    return parse(Files.readString(directory().resolve(file)));
  }

  static <T extends HasMetadata> T read(String file, Class<T> kind) throws IOException {
    return kind.cast(read(file));
  }

  /** Reads one document. */
  static HasMetadata parse(String yaml) {
    JsonNode root = MAPPER.readTree(yaml);
    String kind = root.path("apiVersion").asString("") + "/" + root.path("kind").asString("");
    if (!KINDS.containsKey(kind)) {
      throw new IllegalArgumentException("no schema for " + kind);
    }
    return MAPPER.readValue(yaml, KINDS.get(kind));
  }

  /** The model classes keep unknown fields in a map; without it they are errors. */
  private static final class WithoutCatchAll extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
      return false;
    }
  }
}
