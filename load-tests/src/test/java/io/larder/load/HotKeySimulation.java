package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * One item that everybody wants: all users read it as fast as they can, some update it or query its
 * shelf.
 */
public final class HotKeySimulation extends CatalogueSimulation {

  public HotKeySimulation() {
    var crowd =
        scenario("hot key")
            .exec(chooseItem())
            .during(settings.duration())
            .on(
                randomSwitch()
                    .on(
                        percent(90).then(requests.getItem()),
                        percent(5).then(requests.queryShelf()),
                        percent(5).then(requests.updateItem())));
    setUp(crowd.injectOpen(atOnceUsers(settings.users())))
        .protocols(protocol())
        .assertions(noFailureAndQuick());
  }
}
