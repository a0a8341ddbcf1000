package io.larder.store.lmdb.delivery;

import io.larder.protocol.item.Item;
import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryFigures;
import io.larder.store.delivery.DeliveryTarget.Receipt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How far a delivery has got. Of what was sent together some may be taken and some not: then those
 * that were not are sent again, and with them what came later for the same item, so that what is
 * taken last of an item is what is true of it.
 */
final class Progress {
  private final DeliveryFigures figures;

  /** Behind {@link #delivered}, within what was sent last. */
  private final Set<Long> taken = new HashSet<>();

  private long delivered;

  Progress(DeliveryFigures figures) {
    this.figures = figures;
  }

  /** All changes up to that number are delivered or given up. */
  long delivered() {
    return delivered;
  }

  /** Those of the page that are still to be sent. */
  List<DeliveredChange> missing(ChangePage page) {
    return page.changes().stream().filter(each -> !taken.contains(each.number())).toList();
  }

  /** Takes over what became of {@code sent}; true if all of the page is delivered by now. */
  boolean update(ChangePage page, List<DeliveredChange> sent, List<Receipt> receipts) {
    Set<Item> behind = new HashSet<>();
    for (int at = 0; at < sent.size(); at++) {
      DeliveredChange change = sent.get(at);
      boolean isDone = isDone(receipts.get(at), change);
      if (!isDone) {
        behind.add(change.keys());
      } else if (!behind.contains(change.keys())) {
        taken.add(change.number());
      }
    }
    for (DeliveredChange change : page.changes()) {
      if (!taken.remove(change.number())) {
        return false;
      }
      delivered = change.number();
    }
    finish(page);
    return true;
  }

  private boolean isDone(Receipt receipt, DeliveredChange change) {
    return switch (receipt) {
      case TAKEN -> {
        figures.delivered(change);
        yield true;
      }
      case REFUSED -> {
        figures.lost(1);
        yield true;
      }
      case THROTTLED -> {
        figures.throttled();
        yield false;
      }
      case FAILED -> false;
    };
  }

  /** Gives up what comes before that number. */
  void skipTo(long number) {
    delivered = Math.max(delivered, number - 1);
  }

  /** Goes on behind the page. */
  void finish(ChangePage page) {
    taken.clear();
    delivered = page.last();
  }

  /** What is to be read first of a page. */
  long next() {
    return delivered + 1;
  }
}
