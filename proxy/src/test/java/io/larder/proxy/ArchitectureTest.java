package io.larder.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasReturnType.Predicates.rawReturnType;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.NullMarked;

/** The boundaries between modules and packages that the Maven module graph cannot express. */
@AnalyzeClasses(packages = "io.larder", importOptions = ArchitectureTest.MainCode.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("protocol")
          .definedBy("io.larder.protocol..")
          .layer("store")
          .definedBy("io.larder.store..")
          .layer("cache")
          .definedBy("io.larder.cache..")
          .layer("security")
          .definedBy("io.larder.security..")
          .layer("proxy")
          .definedBy("io.larder.proxy..")
          .whereLayer("proxy")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("security")
          .mayOnlyBeAccessedByLayers("proxy")
          .whereLayer("cache")
          .mayOnlyBeAccessedByLayers("proxy")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("cache", "security", "proxy")
          .whereLayer("protocol")
          .mayOnlyBeAccessedByLayers("store", "cache", "security", "proxy");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.larder.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheBundledStoreKnowsLmdb =
      onlyIn("io.larder.store.lmdb..", "io.larder.store.lmdb.binding..");

  /** Each room of the bundled store knows those before it. */
  @ArchTest
  static final ArchRule roomsOfTheBundledStoreDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("binding")
          .definedBy("io.larder.store.lmdb.binding")
          .layer("disk")
          .definedBy("io.larder.store.lmdb.engine.disk")
          .layer("log")
          .definedBy("io.larder.store.lmdb.engine.log")
          .layer("engine")
          .definedBy("io.larder.store.lmdb.engine")
          .layer("layout")
          .definedBy("io.larder.store.lmdb.layout")
          .layer("changes")
          .definedBy("io.larder.store.lmdb.changes")
          .layer("writer")
          .definedBy("io.larder.store.lmdb.writer")
          .layer("streams")
          .definedBy("io.larder.store.lmdb.streams")
          .layer("items")
          .definedBy("io.larder.store.lmdb.items")
          .layer("tables")
          .definedBy("io.larder.store.lmdb.tables")
          .layer("settings")
          .definedBy("io.larder.store.lmdb.settings")
          .layer("delivery")
          .definedBy("io.larder.store.lmdb.delivery")
          .layer("maintenance")
          .definedBy("io.larder.store.lmdb.maintenance")
          .layer("store")
          .definedBy("io.larder.store.lmdb")
          .whereLayer("binding")
          .mayNotAccessAnyLayer()
          .whereLayer("disk")
          .mayNotAccessAnyLayer()
          .whereLayer("log")
          .mayOnlyAccessLayers("disk")
          .whereLayer("engine")
          .mayOnlyAccessLayers("binding", "disk", "log")
          .whereLayer("layout")
          .mayOnlyAccessLayers("binding", "engine")
          .whereLayer("changes")
          .mayOnlyAccessLayers("engine", "layout")
          .whereLayer("writer")
          .mayOnlyAccessLayers("binding", "engine", "layout", "changes")
          .whereLayer("streams")
          .mayOnlyAccessLayers("engine", "layout", "changes", "writer")
          .whereLayer("items")
          .mayOnlyAccessLayers("engine", "layout", "changes", "writer")
          .whereLayer("tables")
          .mayOnlyAccessLayers("engine", "layout", "changes", "writer", "streams", "items")
          .whereLayer("settings")
          .mayOnlyAccessLayers("writer", "streams", "tables")
          .whereLayer("delivery")
          .mayOnlyAccessLayers("engine", "changes", "writer", "streams", "tables")
          .whereLayer("maintenance")
          .mayOnlyBeAccessedByLayers("store")
          .whereLayer("store")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule storesKnowNothingOfEachOther =
      slices().matching("io.larder.store.(lmdb|upstream)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule whatEveryStoreUsesKnowsNoStore =
      noClasses()
          .that()
          .resideInAnyPackage("io.larder.store.observers..", "io.larder.store.logging..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.larder.store.lmdb..", "io.larder.store.upstream..");

  @ArchTest
  static final ArchRule deliveriesKnowNoStoreAndNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("io.larder.store.delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.larder.store.lmdb..", "io.larder.store.upstream..", "java.net..");

  @ArchTest
  static final ArchRule whoFollowsStreamsKnowsNoStore =
      noClasses()
          .that()
          .resideInAPackage("io.larder.store.upstream.streams..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.larder.store.upstream");

  @ArchTest
  static final ArchRule theEngineOfTheBundledStoreKnowsOnlyBytes =
      noClasses()
          .that()
          .resideInAPackage("io.larder.store.lmdb.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.larder.protocol..", "io.larder.store");

  @ArchTest
  static final ArchRule sealsKnowNoStore =
      noClasses()
          .that()
          .resideInAnyPackage("io.larder.store.seal..", "io.larder.store.lmdb.engine.sealed..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol..",
              "io.larder.store",
              "io.larder.store.upstream..",
              "io.larder.store.lmdb",
              "io.larder.store.lmdb.engine",
              "io.larder.store.lmdb.binding..");

  @ArchTest
  static final ArchRule onlyTheBindingCallsNativeCode =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.larder.store.lmdb.binding..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Linker.class, SymbolLookup.class, FunctionDescriptor.class);

  @ArchTest
  static final ArchRule onlyTwoRoomsHaveMemoryOutsideOfTheHeap =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.larder.store.lmdb.binding..", "io.larder.cache.memory..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule onlyTheCacheKnowsCaffeine =
      onlyIn("io.larder.cache..", "com.github.benmanes.caffeine..");

  /** Nodes keep each other fresh by the port alone, whatever it is that they keep. */
  @ArchTest
  static final ArchRule theClusterKnowsNoCaches =
      noClasses()
          .that()
          .resideInAPackage("io.larder.cache.cluster..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.larder.cache..", "com.github.benmanes.caffeine..")
                  .and(not(resideInAPackage("io.larder.cache.cluster.."))));

  /** Each room of the caches knows those before it. */
  @ArchTest
  static final ArchRule roomsOfTheCachesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("versions")
          .definedBy("io.larder.cache.versions")
          .layer("statistics")
          .definedBy("io.larder.cache.statistics")
          .layer("policy")
          .definedBy("io.larder.cache.policy")
          .layer("memory")
          .definedBy("io.larder.cache.memory")
          .layer("entries")
          .definedBy("io.larder.cache.entries")
          .layer("coherence")
          .definedBy("io.larder.cache.coherence")
          .layer("reads")
          .definedBy("io.larder.cache.reads")
          .layer("caches")
          .definedBy("io.larder.cache")
          .whereLayer("versions")
          .mayNotAccessAnyLayer()
          .whereLayer("statistics")
          .mayNotAccessAnyLayer()
          .whereLayer("policy")
          .mayNotAccessAnyLayer()
          .whereLayer("memory")
          .mayNotAccessAnyLayer()
          .whereLayer("entries")
          .mayOnlyAccessLayers("versions", "statistics", "policy", "memory")
          .whereLayer("coherence")
          .mayOnlyAccessLayers("versions", "policy", "entries")
          .whereLayer("caches")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule onlyTheDoorsOfTheCachesAreKnownOutside =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.larder.cache..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.cache.versions..",
              "io.larder.cache.memory..",
              "io.larder.cache.entries..",
              "io.larder.cache.coherence..",
              "io.larder.cache.reads..");

  /** Each room of the audit knows those before it, but records and files not each other. */
  @ArchTest
  static final ArchRule roomsOfTheAuditDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("audit")
          .definedBy("io.larder.security.audit")
          .layer("record")
          .definedBy("io.larder.security.audit.record")
          .layer("files")
          .definedBy("io.larder.security.audit.files")
          .layer("trail")
          .definedBy("io.larder.security.audit.trail")
          .whereLayer("audit")
          .mayNotAccessAnyLayer()
          .whereLayer("record")
          .mayOnlyAccessLayers("audit")
          .whereLayer("files")
          .mayOnlyAccessLayers("audit")
          .whereLayer("trail")
          .mayOnlyAccessLayers("audit", "record", "files");

  @ArchTest
  static final ArchRule onlyTheProxyKnowsNetty = onlyIn("io.larder.proxy..", "io.netty..");

  @ArchTest
  static final ArchRule onlyTheNodesRoomKnowsJGroups =
      onlyIn("io.larder.proxy.cluster..", "org.jgroups..");

  @ArchTest
  static final ArchRule onlyTracingKnowsOpenTelemetry =
      onlyIn("io.larder.proxy.tracing..", "io.opentelemetry..");

  @ArchTest
  static final ArchRule nodesKnowNoClients =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.proxy.call..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.config..");

  /** Clusters are managed by what they are told to be, whoever serves them. */
  @ArchTest
  static final ArchRule theManagementOfClustersKnowsNothingThatServes =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.manage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "io.larder.cache..",
              "io.larder.store.lmdb..",
              "io.larder.store.upstream..",
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.proxy.call..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.config..");

  /** Pages ask at the doors that there are, and reach no table by another way. */
  @ArchTest
  static final ArchRule theConsoleKnowsDoorsOnly =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.console..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "io.larder.cache..",
              "io.larder.store..",
              "io.larder.proxy.dax..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.manage..");

  /** The posture looks at what there is, and at no request. */
  @ArchTest
  static final ArchRule thePostureKnowsNoRequests =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.posture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.security.signature..",
              "io.larder.security.session..",
              "io.larder.security.query..",
              "io.larder.security.authorization..",
              "io.larder.security.audit..");

  @ArchTest
  static final ArchRule theNetKnowsNoProtocol =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.handler.codec.http..",
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.protocol.operation..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.security.auth..",
              "io.larder.proxy.call..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.config..");

  @ArchTest
  static final ArchRule callsKnowNoProtocolAndNoChannel =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.call..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.proxy.config..");

  @ArchTest
  static final ArchRule theFlowOfConnectionsKnowsNoProtocol =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.flow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.handler..",
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.security.auth..",
              "io.larder.proxy.config..");

  @ArchTest
  static final ArchRule httpKnowsOnlyItsCodec =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.larder.proxy.dax..", "io.larder.protocol.dax..");

  @ArchTest
  static final ArchRule daxKnowsOnlyItsCodec =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.dax..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.proxy.http..", "io.larder.protocol.json..", "io.netty.handler..");

  /** What speaks the query protocol knows tables and their items as little as they know it. */
  @ArchTest
  static final ArchRule queryServicesKnowNoTables =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.larder.security.query..",
              "io.larder.security.iam..",
              "io.larder.security.sts..",
              "io.larder.security.session..",
              "io.larder.security.webidentity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.store",
              "io.larder.protocol.operation..",
              "io.larder.protocol.draft..",
              "io.larder.protocol.item..");

  @ArchTest
  static final ArchRule callsToAnUpstreamAreOnlyCarried =
      noClasses()
          .that()
          .resideInAPackage("io.larder.proxy.upstream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.protocol.operation..",
              "io.larder.cache..",
              "io.larder.proxy.http..",
              "io.larder.proxy.dax..",
              "io.larder.security.auth..",
              "io.larder.proxy.call..",
              "io.larder.proxy.flow..",
              "io.larder.proxy.config..");

  @ArchTest
  static final ArchRule onlyCallsToAnUpstreamKnowTheSdk =
      onlyIn("io.larder.proxy.upstream..", "software.amazon.awssdk..");

  /** Each room of the DAX codec knows those before it, but requests and answers not each other. */
  @ArchTest
  static final ArchRule roomsOfTheDaxCodecDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("dax")
          .definedBy("io.larder.protocol.dax")
          .layer("cbor")
          .definedBy("io.larder.protocol.dax.cbor")
          .layer("value")
          .definedBy("io.larder.protocol.dax.value")
          .layer("request")
          .definedBy("io.larder.protocol.dax.request")
          .layer("response")
          .definedBy("io.larder.protocol.dax.response")
          .whereLayer("dax")
          .mayNotAccessAnyLayer()
          .whereLayer("cbor")
          .mayNotAccessAnyLayer()
          .whereLayer("value")
          .mayOnlyAccessLayers("dax", "cbor")
          .whereLayer("request")
          .mayOnlyAccessLayers("dax", "cbor", "value")
          .whereLayer("response")
          .mayOnlyAccessLayers("dax", "cbor", "value");

  /** Policies are decided by who asks and what is asked, whatever operation it is of. */
  @ArchTest
  static final ArchRule policiesKnowOnlyWhoAsks =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.policy..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.larder..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.larder.security.policy..", "io.larder.security.auth.."))));

  @ArchTest
  static final ArchRule cacheSeesOnlyThePortOfTheStore =
      noClasses()
          .that()
          .resideInAPackage("io.larder.cache..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.larder.store.*..");

  /** What identities are knows neither who changes them nor where they are kept. */
  @ArchTest
  static final ArchRule identitiesKnowOnlyWhoCalls =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.identity")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.security.identity.*..",
              "io.larder.security.policy..",
              "io.larder.protocol..",
              "io.larder.store..");

  /** Bundled or before an upstream, they are in a table as any other. */
  @ArchTest
  static final ArchRule identitiesAreKeptByThePortOfTheStore =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.identity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.larder.store.lmdb..", "io.larder.store.upstream..");

  @ArchTest
  static final ArchRule treesKnowNoFormThatTheyAreGivenIn =
      noClasses()
          .that()
          .resideInAPackage("io.larder.protocol.expression")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.larder.protocol.expression.*..");

  @ArchTest
  static final ArchRule formsOfExpressionsKnowOnlyTrees =
      slices().matching("io.larder.protocol.expression.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule draftsKnowNoCodec =
      noClasses()
          .that()
          .resideInAPackage("io.larder.protocol.draft..")
          // The service repeats parts of a request in JSON, whatever they came in.
          .and()
          .doNotHaveSimpleName("JsonEcho")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.protocol.wire..",
              "tools.jackson..");

  @ArchTest
  static final ArchRule theClientHalfOfTheCodecKnowsNotTheOther =
      noClasses()
          .that()
          .resideInAPackage("io.larder.protocol.json.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.json",
              "io.larder.protocol.json.response..",
              "io.larder.protocol.draft..",
              "io.larder.protocol.dax..",
              "tools.jackson..");

  @ArchTest
  static final ArchRule codecsHoldNoRules =
      noClasses()
          .that()
          .resideInAPackage("io.larder.protocol.json..")
          // What an upstream says is wrong, it decides.
          .and()
          .doNotHaveSimpleName("ErrorReader")
          .should()
          .callConstructorWhere(
              target(
                  owner(
                      assignableTo(ServiceError.class)
                          .and(not(type(ServiceError.Serialization.class))))))
          .orShould()
          .callMethodWhere(
              target(owner(type(ServiceException.class)))
                  .and(target(rawReturnType(ServiceException.class))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Violations.class);

  /** What a request does is the same whoever sends it, and whatever policies say of it. */
  @ArchTest
  static final ArchRule whatARequestDoesDependsOnNobody =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.access..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.larder.security..", "io.larder.store..")
                  .and(not(resideInAPackage("io.larder.security.access.."))));

  /** What callers may do does not depend on how they have proven who they are. */
  @ArchTest
  static final ArchRule rightsKnowNoProofs =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.authorization..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.json..",
              "io.larder.protocol.dax..",
              "io.larder.store.lmdb..",
              "io.larder.store.upstream..",
              "io.larder.security.signature..",
              "io.larder.security.certificate..",
              "io.larder.security.session..",
              "io.larder.security.query..",
              "io.larder.security.audit..",
              "io.larder.security.identity.*..");

  /** A certificate says who somebody is, and nothing of what they may do. */
  @ArchTest
  static final ArchRule certificatesKnowOnlyUsers =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.certificate..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.larder..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.larder.security.certificate",
                              "io.larder.security.auth",
                              "io.larder.security.identity"))));

  /** Who somebody is does not depend on what they ask for, or on what they may do. */
  @ArchTest
  static final ArchRule signaturesKnowNoRights =
      noClasses()
          .that()
          .resideInAPackage("io.larder.security.signature..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.larder.protocol.operation..",
              "io.larder.store..",
              "io.larder.security.policy..",
              "io.larder.security.authorization..",
              "io.larder.security.audit..",
              "io.larder.security.identity.*..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    assertThat(classes.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(somePackage -> !somePackage.isAnnotatedWith(NullMarked.class))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }

  private static ArchRule onlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  /** Leaves out the tests, however the class path names them. */
  static final class MainCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }
}
