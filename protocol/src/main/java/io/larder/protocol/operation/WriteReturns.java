package io.larder.protocol.operation;

/** What a write returns beside its success. */
public record WriteReturns(
    ReturnValues values,
    ReturnValuesOnConditionCheckFailure onConditionCheckFailure,
    ReturnConsumedCapacity consumedCapacity,
    ReturnItemCollectionMetrics itemCollectionMetrics) {}
