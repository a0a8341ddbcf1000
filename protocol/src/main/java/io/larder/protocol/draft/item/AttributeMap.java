package io.larder.protocol.draft.item;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemSize;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of attribute values as a request gives it, with the first fault in it, if there is one. */
public final class AttributeMap {
  private final Map<String, AttributeValue> values;
  private final @Nullable ValueFault fault;
  private final boolean isTooDeep;
  private @Nullable Item item;

  /** Values that have no fault. */
  public AttributeMap(Map<String, AttributeValue> values) {
    this(values, null, false);
  }

  AttributeMap(Map<String, AttributeValue> values, @Nullable ValueFault fault, boolean isTooDeep) {
    this.values = values;
    this.fault = fault;
    this.isTooDeep = isTooDeep;
  }

  /** A whole item without faults. */
  public AttributeMap(Item item) {
    this(item.attributes());
    this.item = item;
  }

  public Map<String, AttributeValue> values() {
    return values;
  }

  public @Nullable ValueFault fault() {
    return fault;
  }

  /** True if a value is nested too deep, which its reader did not take for a fault. */
  boolean isTooDeep() {
    return isTooDeep;
  }

  /** The values, which have no fault, as an item. */
  public Item item() {
    if (item == null) {
      item = Item.of(values);
    }
    return item;
  }

  /** Item size in bytes. */
  int size() {
    return item == null ? ItemSize.of(values) : item.size();
  }

  void rejectEmptyName(Envelope envelope) {
    if (fault != null && fault.kind() == ValueFault.Kind.EMPTY_NAME) {
      throw envelope.error(Messages.EMPTY_NAME);
    }
  }

  /** Rejects any fault, as it is. */
  void rejectFault() {
    if (fault != null) {
      throw ServiceException.validation(fault.message());
    }
  }
}
