/**
 * What happens to a decoded request, whatever protocol it came by: {@link
 * io.larder.proxy.call.Dispatcher} takes it through the gates to the caches and the store, and
 * {@link io.larder.proxy.call.ErrorMapper} turns what goes wrong into an error of the wire. Knows
 * no Netty.
 */
@NullMarked
package io.larder.proxy.call;

import org.jspecify.annotations.NullMarked;
