package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * A report beside the everyday: one user scans the whole table again and again while others read
 * and write.
 */
public final class MixedWithScansSimulation extends CatalogueSimulation {

  public MixedWithScansSimulation() {
    var visit =
        scenario("mixed")
            .exec(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(60).then(requests.getItem()),
                        percent(10).then(requests.queryShelf()),
                        percent(10).then(requests.queryTopic()),
                        percent(10).then(requests.putItem()),
                        percent(10).then(requests.updateItem())));
    var report = scenario("scans").during(settings.duration()).on(requests.scanWholeTable());
    setUp(visit.injectOpen(steadyRate()), report.injectOpen(atOnceUsers(1)))
        .protocols(protocol())
        .assertions(noFailureAndQuick());
  }
}
