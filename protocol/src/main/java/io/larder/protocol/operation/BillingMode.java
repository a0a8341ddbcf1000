package io.larder.protocol.operation;

/** How throughput is charged. */
public enum BillingMode {
  PROVISIONED,
  PAY_PER_REQUEST
}
