/**
 * What happens to a request, whatever protocol it came by. A {@link io.larder.proxy.call.Call} is
 * one request of a client from its head to its {@link io.larder.proxy.call.Answer}; start reading
 * at {@link io.larder.proxy.call.Dispatcher}, which takes it through the gates to the caches and
 * the store, on threads that may block or compute ({@code BlockingWork}, {@code LongWork}). What
 * goes wrong by a defect is told to {@link io.larder.proxy.call.Defects}. Knows no protocol and no
 * channel.
 */
@NullMarked
package io.larder.proxy.call;

import org.jspecify.annotations.NullMarked;
