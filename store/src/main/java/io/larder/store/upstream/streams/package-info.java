/**
 * What others write to the tables of an upstream, as the tables' streams tell it. Start with {@link
 * io.larder.store.upstream.streams.TableStreams}, which follows the tables that are known and tells
 * {@link io.larder.store.WriteObserver}s what was changed. Knows the port and the codec's client
 * half.
 */
@NullMarked
package io.larder.store.upstream.streams;

import org.jspecify.annotations.NullMarked;
