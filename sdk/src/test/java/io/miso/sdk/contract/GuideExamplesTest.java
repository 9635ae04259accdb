package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.settings.NodeSettings;
import io.miso.sdk.CrdtEntry;
import io.miso.sdk.EWFlag;
import io.miso.sdk.ElementType;
import io.miso.sdk.GCounter;
import io.miso.sdk.GSet;
import io.miso.sdk.MVRegister;
import io.miso.sdk.Miso;
import io.miso.sdk.ORSet;
import io.miso.sdk.PNCounter;
import io.miso.sdk.StatefulObject;
import io.miso.sdk.SyncResult;
import io.miso.sdk.embedded.EmbeddedMiso;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of docs/sdk.md, compiled and run. */
final class GuideExamplesTest {

  private static final Path GUIDE = Path.of("..", "docs", "sdk.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/miso/sdk/contract/GuideExamplesTest.java");

  private static Miso miso;

  @BeforeAll
  static void startNode() {
    miso = EmbeddedMiso.start(settings(), "guide");
  }

  @AfterAll
  static void stopNode() {
    miso.close();
  }

  @Test
  void everyExampleOfTheGuide_isOneOfThese() throws IOException {
    String source = squeezed(Files.readString(SOURCE));
    List<String> examples = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(GUIDE))
        .results()
        .map(example -> example.group(1))
        .toList();

    assertThat(examples).hasSizeGreaterThan(8);
    assertThat(examples).allSatisfy(example -> assertThat(source).contains(squeezed(example)));
  }

  /** Formatting and indentation differ. */
  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  /** Compiled alone: it needs the variables of a function. */
  @SuppressWarnings("UnusedVariable")
  static void tenLines() {
    try (Miso miso = Miso.connect()) {
      PNCounter sum = miso.statefulObject().getPNCounter("sum");
      sum.add(5);
      long value = sum.getValue();
    }
  }

  @Test
  void building() {
    Miso miso = Miso.builder()
        .host("10.0.0.7")
        .function("orders")
        .callTimeout(Duration.ofSeconds(2))
        .build();
    assertThat(miso.function()).isEqualTo("orders");
    miso.close();
  }

  @Test
  void embedded() {
    NodeSettings settings = settings();
    try (Miso miso = EmbeddedMiso.start(settings, "orders")) {
      miso.statefulObject().getPNCounter("sum").add(5);
    }
  }

  @Test
  void objects() {
    StatefulObject object = miso.statefulObject("order-17");
    object.getGCounter("views").add(1);
    List<CrdtEntry> entries = object.list();
    boolean there = object.deleteCrdt("views");
    int deleted = object.delete();
    boolean isNew = object.registerServerlessFunction();
    SyncResult result = object.sync(Duration.ofSeconds(5));

    assertThat(entries).containsExactly(new CrdtEntry("views", "GCOUNTER"));
    assertThat(there).isTrue();
    assertThat(deleted).isZero();
    assertThat(isNew).isTrue();
    assertThat(result.complete()).isTrue();
  }

  @Test
  void counters() {
    StatefulObject object = miso.statefulObject("counters");
    GCounter views = object.getGCounter("views");
    long viewsNow = views.add(1);

    PNCounter stock = object.getPNCounter("stock");
    stock.add(10);
    long left = stock.subtract(3);

    assertThat(viewsNow).isEqualTo(1);
    assertThat(left).isEqualTo(7);
  }

  @Test
  void sets() {
    StatefulObject object = miso.statefulObject("sets");
    GSet<String> visitors = object.getGSet("visitors");
    visitors.add("ann");
    Set<String> everybody = visitors.getValue();

    ORSet<String> tags = object.getORSet("tags");
    tags.add("new");
    tags.remove("new");
    boolean tagged = tags.contains("new");

    assertThat(everybody).containsExactly("ann");
    assertThat(tagged).isFalse();
  }

  @Test
  void registersAndFlags() {
    StatefulObject object = miso.statefulObject("registers");
    MVRegister<String> address = object.getMVRegister("address");
    address.assign("Main Street 1");
    Set<String> addresses = address.getValue(); // several where assignments were concurrent

    EWFlag open = object.getEWFlag("open");
    open.assign(true);
    boolean isOpen = open.getValue(); // false if never written

    assertThat(addresses).containsExactly("Main Street 1");
    assertThat(isOpen).isTrue();
  }

  @Test
  void elements() {
    StatefulObject object = miso.statefulObject("elements");
    ORSet<Number> sizes = object.getORSet("sizes", ElementType.NUMBER);
    sizes.add(5);
    sizes.add(5.0); // the same element
    GSet<Map<String, Object>> lines = object.getGSet("lines", ElementType.OBJECT);
    lines.add(Map.of("sku", "A-1", "count", 2));

    assertThat(sizes.getValue()).containsExactly(5L);
    assertThat(lines.getValue()).containsExactly(Map.of("sku", "A-1", "count", 2L));
  }

  private static NodeSettings settings() {
    return TwoNodes.settings("guide", List.of());
  }
}
