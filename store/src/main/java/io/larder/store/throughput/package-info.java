/**
 * What tables and indexes consume and what they may consume: {@link
 * io.larder.store.throughput.Throughput} has a {@link io.larder.store.throughput.TableThroughput}
 * for each table, which the bundled store asks before it reads or writes, and tells what that took.
 * It knows definitions of tables, and nothing of how they are stored.
 */
@NullMarked
package io.larder.store.throughput;

import org.jspecify.annotations.NullMarked;
