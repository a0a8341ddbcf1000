/**
 * The metrics of the server in OpenTelemetry's protocol: {@link
 * io.larder.proxy.metrics.otlp.OtlpDocument} writes what all meters say, and {@link
 * io.larder.proxy.metrics.otlp.OtlpPush} sends it every so often.
 */
@NullMarked
package io.larder.proxy.metrics.otlp;

import org.jspecify.annotations.NullMarked;
