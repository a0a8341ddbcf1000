package io.larder.cache.cluster;

import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which images of a write the other nodes are told, so that they need not read them. */
final class Images {
  /** Of one write; what is beyond is dropped by the others. */
  private static final int MAX_BYTES = 128 << 10;

  private Images() {}

  static List<Message.Image> of(List<NamedTouched> items, List<ItemChange> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    Map<PrimaryKey, Integer> indexes = HashMap.newHashMap(items.size());
    for (int i = 0; i < items.size(); i++) {
      indexes.put(items.get(i).key(), i);
    }
    List<Message.Image> images = new ArrayList<>(known.size());
    int bytes = 0;
    for (ItemChange change : known) {
      Integer index = indexes.get(change.key());
      int length = change.newImage() == null ? 0 : change.newImage().jsonLength();
      if (index != null && length <= MAX_BYTES - bytes) {
        images.add(new Message.Image(index, change.newImage()));
        bytes += length;
      }
    }
    return images;
  }
}
