/**
 * CloudWatch's metrics of AWS/DynamoDB and AWS/DAX: {@link
 * io.larder.proxy.metrics.cloudwatch.DynamoDbMetrics} and {@link
 * io.larder.proxy.metrics.cloudwatch.DaxMetrics} say what they are now, and {@link
 * io.larder.proxy.metrics.cloudwatch.EmfPush} writes them every so often in CloudWatch's embedded
 * metric format.
 */
@NullMarked
package io.larder.proxy.metrics.cloudwatch;

import org.jspecify.annotations.NullMarked;
