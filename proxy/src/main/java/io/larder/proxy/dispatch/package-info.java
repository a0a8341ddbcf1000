/**
 * What happens to a decoded request, whatever protocol it came by: {@link
 * io.larder.proxy.dispatch.Dispatcher} takes it through the gates to the caches and the store, and
 * {@link io.larder.proxy.dispatch.ErrorMapper} turns what goes wrong into an error of the wire.
 * Knows no Netty.
 */
@NullMarked
package io.larder.proxy.dispatch;

import org.jspecify.annotations.NullMarked;
