/**
 * The server process: {@link io.larder.proxy.Main} is the command line, {@code Wiring} puts the
 * object graph together and is the place to start reading, {@code Larder} is the running server and
 * the order in which it stops. Everything here may be used by nothing else.
 */
@NullMarked
package io.larder.proxy;

import org.jspecify.annotations.NullMarked;
