package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.Random;

/** A scenario on a catalogue that is loaded before it begins. */
abstract class CatalogueSimulation extends Simulation {

  final Settings settings;
  final Requests requests;
  private final Catalogue catalogue;

  CatalogueSimulation() {
    this(Duration.ofMinutes(1));
  }

  CatalogueSimulation(Duration usualDuration) {
    settings = Settings.fromSystemProperties(usualDuration);
    catalogue = new Catalogue(settings.items(), settings.itemSize());
    requests = new Requests(catalogue);
  }

  @Override
  public void before() {
    try (var loader = new CatalogueLoader(settings.endpoint(), catalogue)) {
      loader.load();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  final HttpProtocolBuilder protocol() {
    return http.baseUrl(settings.endpoint().toString())
        .headers(Wire.HEADERS)
        .shareConnections()
        .disableCaching()
        .disableWarmUp();
  }

  /** Chooses the item of the next request by popularity. */
  final ChainBuilder chooseItem() {
    var popularity = new Zipf(settings.items(), settings.zipf());
    return feed(new ItemFeeder(catalogue, popularity, new Random(settings.seed())));
  }

  /**
   * Requests that come at the given rate however long the answers take, after a ramp of a tenth of
   * the time.
   */
  final OpenInjectionStep[] steadyRate() {
    long seconds = settings.duration().toSeconds();
    long ramp = Math.ceilDiv(seconds, 10);
    return new OpenInjectionStep[] {
      rampUsersPerSec(1).to(settings.rate()).during(ramp),
      constantUsersPerSec(settings.rate()).during(seconds - ramp)
    };
  }

  final Assertion[] noFailureAndQuick() {
    return new Assertion[] {
      noFailure(), global().responseTime().percentile(99.0).lt(settings.p99())
    };
  }

  static Assertion noFailure() {
    return global().failedRequests().count().is(0L);
  }
}
