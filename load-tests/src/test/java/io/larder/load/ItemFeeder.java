package io.larder.load;

import java.util.Iterator;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An endless feeder of items of the catalogue, popular ones more often: the session attributes that
 * {@link Requests} use.
 */
record ItemFeeder(Catalogue catalogue, Zipf popularity, RandomGenerator random)
    implements Iterator<Map<String, Object>> {

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Map<String, Object> next() {
    int item = popularity.draw(random);
    return Map.of(
        "item", item,
        "shelf", Catalogue.shelf(item),
        "position", Catalogue.position(item),
        "topic", catalogue.topic(item));
  }
}
