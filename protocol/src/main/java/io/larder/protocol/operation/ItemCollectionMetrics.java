package io.larder.protocol.operation;

import io.larder.protocol.item.AttributeValue;
import java.util.Map;

/**
 * The item collection that a write changed, with a size estimate in GB; only tables with local
 * secondary indexes have them.
 */
public record ItemCollectionMetrics(
    Map<String, AttributeValue> itemCollectionKey,
    double sizeEstimateLowerGb,
    double sizeEstimateUpperGb) {}
