package io.miso.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Generated classes (io.miso.grpc) are left out: they know none of ours, and reading them takes most of the time. */
@AnalyzeClasses(
    packages = {"io.miso.app", "io.miso.sdk", "io.miso.node", "io.miso.crdt"},
    importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule nothingDependsOnTheDaemon = noClasses()
      .that()
      .resideOutsideOfPackage("io.miso.app..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("io.miso.app..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.miso.app.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDaemonDoesNotReachIntoTheNode = noClasses()
      .that()
      .resideInAPackage("io.miso.app..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.miso.node.replication..",
          "io.miso.node.overlay..",
          "io.miso.node.state..",
          "io.miso.node.transport..",
          "io.miso.crdt..");

  @ArchTest
  static final ArchRule clocksSleepsAndRandomnessHaveTheirPlaces = noClasses()
      .that()
      .resideInAPackage("io.miso.app..")
      .and()
      .doNotHaveSimpleName("Stopwatch")
      .and()
      .doNotHaveSimpleName("Condition")
      .and()
      .doNotHaveSimpleName("Numbers")
      .should()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(Instant.class, "now")
      .orShould()
      .callMethod(Thread.class, "sleep", long.class)
      .orShould()
      .dependOnClassesThat()
      .belongToAnyOf(
          LockSupport.class, Random.class, SplittableRandom.class, ThreadLocalRandom.class);
}
