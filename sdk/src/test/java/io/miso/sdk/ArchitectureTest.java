package io.miso.sdk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.miso.sdk", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule embeddedAlone_knowsTheNode = noClasses()
      .that()
      .resideOutsideOfPackage("io.miso.sdk.embedded..")
      .should()
      .dependOnClassesThat(resideInAnyPackage(
          "io.miso.node..", "io.miso.crdt..", "akka..", "scala..", "com.typesafe.."));

  @ArchTest
  static final ArchRule remoteAlone_knowsTheWire = noClasses()
      .that()
      .resideOutsideOfPackages("io.miso.sdk.remote..")
      .should()
      .dependOnClassesThat(
          resideInAnyPackage("io.grpc..", "io.miso.grpc..", "com.google.protobuf.."));

  @ArchTest
  static final ArchRule remote_hasNoGeneratedAkkaCode = noClasses()
      .that()
      .resideInAPackage("io.miso.sdk.remote..")
      .should()
      .dependOnClassesThat()
      .haveNameMatching("io\\.miso\\.grpc\\..*(Client|HandlerFactory|PowerApi)(\\$.*)?");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.miso.(sdk..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule time_randomnessAndPauses_comeFromOutside = noClasses()
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(Thread.class, "sleep", long.class)
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.util.Random");

  @ArchTest
  static final ArchRule nothing_isSharedBetweenInstances =
      fields().that().areStatic().should().beFinal();
}
