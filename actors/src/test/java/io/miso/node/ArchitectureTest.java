package io.miso.node;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Random;

/** Borders inside the node that no compiler draws. */
@AnalyzeClasses(
    packages = {"io.miso.node", "io.miso.crdt"},
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  /** The algorithms, which know nothing of actors: their inputs and effects are values. */
  private static final String[] CORES = {
    "AntiEntropy",
    "DigestTable",
    "InFlight",
    "FunctionCounts",
    "Lag",
    "Outbox",
    "Pace",
    "Packing",
    "Peer",
    "PeerTraffic",
    "Pending",
    "Reconciliation",
    "Sharing",
    "StateCounts",
    "StreamInUse",
    "Shipping",
    "SummaryExchange",
    "TheirRow",
    "Transfers",
    "Undelivered",
    "Unwanted",
    "Waits",
    "Liveness",
    "RestoreExchange",
    "Restore",
    "Copies",
    "AddressBook",
    "Handshake",
    "FirstRound",
    "StreamRank",
    "PeerStreams",
    "Dialling",
    "Membership",
    "Notices",
    "Absences",
    "Endings",
    "FunctionRows",
    "FunctionView",
    "Keepers",
    "OwnRow",
    "CrdtCopy",
    "ReplicationIntervals",
    "RowExchange",
    "RowTable",
    "TableFrames",
    "NameSlot",
    "UpdateRules",
    "Births",
    "NodeId"
  };

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.miso.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dataTypesKnowNeitherActorsNorTheWire = noClasses()
      .that()
      .resideInAPackage("io.miso.crdt..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("akka..", "scala..", "com.google.protobuf..", "io.grpc..", "org.slf4j..");

  @ArchTest
  static final ArchRule httpAndGrpcStayAtTheEdge = noClasses()
      .that()
      .resideInAPackage("io.miso.node..")
      .and()
      .resideOutsideOfPackages("io.miso.node.transport..", "io.miso.node.endpoint..")
      .and(
          DescribedPredicate.not(simpleName("MisoNode").or(simpleNameStartingWith("NodeLauncher"))))
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("akka.http..", "akka.grpc..", "io.grpc..");

  @ArchTest
  static final ArchRule coresKnowNoActors =
      noClasses().that(areCores()).should(dependOnClassesThat(resideInAPackage("akka..")));

  @ArchTest
  static final ArchRule timeComesFromTheNodesClock = noClasses()
      .that(DescribedPredicate.not(DescribedPredicate.describe(
          "are the node's clock", type -> outermost(type).getSimpleName().equals("NodeClock"))))
      .and()
      .resideOutsideOfPackage("io.miso.node.mdns..")
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .callMethod(java.time.LocalDateTime.class, "now");

  @ArchTest
  static final ArchRule nobodySleeps = noClasses()
      .should()
      .callMethod(Thread.class, "sleep", long.class)
      .orShould()
      .callMethod(Thread.class, "sleep", long.class, int.class);

  @ArchTest
  static final ArchRule chanceIsHandedIn = noClasses()
      .should()
      .callConstructor(Random.class)
      .orShould()
      .callConstructor(Random.class, long.class)
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current");

  @ArchTest
  static final ArchRule loggingIsSlf4j = noClasses()
      .that()
      .resideOutsideOfPackage("io.miso.node.mdns..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields = noFields()
      .should()
      .beAnnotatedWith(DescribedPredicate.describe(
          "an annotation of injection",
          annotation -> annotation.getRawType().getSimpleName().equals("Inject")
              || annotation.getRawType().getSimpleName().equals("Autowired")));

  private static DescribedPredicate<JavaClass> areCores() {
    return DescribedPredicate.describe(
        "are pure cores",
        type -> Arrays.stream(CORES)
            .anyMatch(core -> outermost(type).getSimpleName().equals(core)));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }
}
