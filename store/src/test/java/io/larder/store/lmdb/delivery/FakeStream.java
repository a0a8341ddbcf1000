package io.larder.store.lmdb.delivery;

import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryException;
import io.larder.store.delivery.DeliveryTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream that keeps what it takes, and fails as it is told to. */
final class FakeStream implements DeliveryTarget {
  final List<DeliveredChange> taken = new CopyOnWriteArrayList<>();
  final List<Integer> sizes = new CopyOnWriteArrayList<>();
  volatile @Nullable DeliveryException failure;
  volatile Function<DeliveredChange, Receipt> receipts = _ -> Receipt.TAKEN;

  @Override
  public void check(String streamArn) throws DeliveryException {
    failIfToldTo();
  }

  @Override
  public List<Receipt> put(String streamArn, List<DeliveredChange> changes)
      throws DeliveryException {
    failIfToldTo();
    sizes.add(changes.size());
    List<Receipt> all = new ArrayList<>();
    for (DeliveredChange change : changes) {
      Receipt receipt = receipts.apply(change);
      if (receipt == Receipt.TAKEN) {
        taken.add(change);
      }
      all.add(receipt);
    }
    return all;
  }

  private void failIfToldTo() throws DeliveryException {
    DeliveryException now = failure;
    if (now != null) {
      throw new DeliveryException(now.getMessage(), now.isFinal());
    }
  }
}
