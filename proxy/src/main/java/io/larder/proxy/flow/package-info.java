/**
 * What the connections of all protocols have in common that answer one call after another. {@link
 * io.larder.proxy.flow.ConnectionFlow} is where a connection stands, {@link
 * io.larder.proxy.flow.Delivery} has its call processed and brings the answer back. Knows calls and
 * the net, and no protocol.
 */
@NullMarked
package io.larder.proxy.flow;

import org.jspecify.annotations.NullMarked;
