package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;

/** One action of an update on one target. */
public sealed interface UpdateAction {
  DocumentPath target();

  record Set(DocumentPath target, SetValue value) implements UpdateAction {}

  record Remove(DocumentPath target) implements UpdateAction {}

  /** Adds to a number, to a set, or (in the legacy form only) to a list. */
  record Add(DocumentPath target, AttributeValue value) implements UpdateAction {}

  /** Takes members out of a set. */
  record Delete(DocumentPath target, AttributeValue value) implements UpdateAction {}
}
