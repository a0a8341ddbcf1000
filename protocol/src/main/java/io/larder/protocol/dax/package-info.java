/**
 * The DAX protocol as a codec: what the rooms in it have in common. {@code cbor} reads and writes
 * CBOR, {@code value} attribute values, items and keys, {@code request} fills drafts with the
 * arguments of a {@link io.larder.protocol.dax.DaxMethod}, {@code response} writes answers and
 * errors. Decides nothing about a request that the drafts decide; knows no sockets.
 */
@NullMarked
package io.larder.protocol.dax;

import org.jspecify.annotations.NullMarked;
