package io.larder.protocol.operation;

/** Whether a write reports the size of the item collection it changed. */
public enum ReturnItemCollectionMetrics {
  SIZE,
  NONE
}
