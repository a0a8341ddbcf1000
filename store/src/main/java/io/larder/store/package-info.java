/**
 * The port {@link io.larder.store.TableStore} through which the layers above reach tables, and the
 * words of that port: {@link io.larder.store.Table}, {@link io.larder.store.PrimaryKey}, {@link
 * io.larder.store.WriteObserver}. Implementations live in packages below. Knows neither Netty nor
 * Caffeine.
 */
@NullMarked
package io.larder.store;

import org.jspecify.annotations.NullMarked;
