package io.larder.protocol.operation;

/**
 * The two layers of the service that validate requests. AWS moves its operations from the older to
 * the newer one, region by region. What they do otherwise, as far as Larder knows:
 *
 * <ul>
 *   <li>the older tells all constraints that the shape of a request breaks, with the values; the
 *       newer tells the first wrong enumeration of a write, and bounds without the value;
 *   <li>the older reports what else is wrong as it is, the newer most of it as <code>
 *       1 validation error detected</code>;
 *   <li>they read numbers otherwise, and word faults in numbers and sets each in its own way;
 *   <li>of a Scan the older says more about its segment and its start key.
 * </ul>
 *
 * <p>A request that holds a boolean written as text or a value of several types is validated by the
 * older one, whatever its operation.
 */
public enum ValidationLayer {
  OLDER,
  NEWER
}
