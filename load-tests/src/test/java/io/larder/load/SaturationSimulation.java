package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.incrementConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * A ramp to saturation: more and more users without a pause, in eight stairs. The report shows
 * where the rate stops growing and the response times begin to.
 */
public final class SaturationSimulation extends CatalogueSimulation {

  private static final int STAIRS = 8;

  public SaturationSimulation() {
    var step = Math.max(1, settings.users() / STAIRS);
    var impatient =
        scenario("saturation")
            .forever()
            .on(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(90).then(requests.getItem()),
                        percent(5).then(requests.queryShelf()),
                        percent(5).then(requests.putItem())));
    setUp(
            impatient.injectClosed(
                incrementConcurrentUsers(step)
                    .times(STAIRS)
                    .eachLevelLasting(Math.ceilDiv(settings.duration().toSeconds(), STAIRS))
                    .startingFrom(step)))
        .maxDuration(settings.duration())
        .protocols(protocol())
        .assertions(noFailure());
  }
}
