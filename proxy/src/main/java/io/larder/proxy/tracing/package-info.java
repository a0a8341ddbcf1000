/**
 * Traces of requests in OpenTelemetry's words, if the configuration wants them. Start reading at
 * {@link io.larder.proxy.tracing.Tracing}, which begins a {@link io.larder.proxy.tracing.CallTrace}
 * for a call and has it sent. Knows {@code store.trace}, by which those who carry the call out tell
 * of it, and no protocol.
 */
@NullMarked
package io.larder.proxy.tracing;

import org.jspecify.annotations.NullMarked;
