package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/** Ingestion: two of five requests put an item, two update one under a condition, one reads. */
public final class WriteHeavySimulation extends CatalogueSimulation {

  public WriteHeavySimulation() {
    var delivery =
        scenario("write-heavy")
            .exec(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(40).then(requests.putItem()),
                        percent(40).then(requests.updateItem()),
                        percent(20).then(requests.getItem())));
    setUp(delivery.injectOpen(steadyRate())).protocols(protocol()).assertions(noFailureAndQuick());
  }
}
