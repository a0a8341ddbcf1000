/**
 * What the server counts: {@link io.larder.proxy.metrics.RequestMetrics} is written by the event
 * loops, each in its own arrays, {@link io.larder.proxy.metrics.MetricNames} lists all names, and
 * {@link io.larder.proxy.metrics.MetricsExport} makes the Prometheus text when it is asked for.
 */
@NullMarked
package io.larder.proxy.metrics;

import org.jspecify.annotations.NullMarked;
