package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/** Lists of ten items, from the table and from an index, while some items change. */
public final class QueryHeavySimulation extends CatalogueSimulation {

  public QueryHeavySimulation() {
    var browsing =
        scenario("query-heavy")
            .exec(
                chooseItem(),
                randomSwitch()
                    .on(
                        percent(45).then(requests.queryShelf()),
                        percent(45).then(requests.queryTopic()),
                        percent(5).then(requests.getItem()),
                        percent(5).then(requests.updateItem())));
    setUp(browsing.injectOpen(steadyRate())).protocols(protocol()).assertions(noFailureAndQuick());
  }
}
