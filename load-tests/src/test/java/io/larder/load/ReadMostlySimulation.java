package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * An application's everyday: nine of ten requests read an item, the others query a shelf or put an
 * item.
 */
public final class ReadMostlySimulation extends CatalogueSimulation {

  public ReadMostlySimulation() {
    var visit =
        scenario("read-mostly")
            .exec(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(90).then(requests.getItem()),
                        percent(5).then(requests.queryShelf()),
                        percent(5).then(requests.putItem())));
    setUp(visit.injectOpen(steadyRate())).protocols(protocol()).assertions(noFailureAndQuick());
  }
}
