package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import java.time.Duration;

/** Every request at a steady rate for an hour, to find what leaks, fills up or slows down. */
public final class SoakSimulation extends CatalogueSimulation {

  public SoakSimulation() {
    super(Duration.ofHours(1));
    var life =
        scenario("soak")
            .exec(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(59).then(requests.getItem()),
                        percent(15).then(requests.queryShelf()),
                        percent(10).then(requests.queryTopic()),
                        percent(10).then(requests.putItem()),
                        percent(5).then(requests.updateItem()),
                        percent(1).then(requests.scanFirstPage())));
    setUp(life.injectOpen(steadyRate())).protocols(protocol()).assertions(noFailureAndQuick());
  }
}
