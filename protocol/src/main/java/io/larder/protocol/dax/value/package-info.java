/**
 * Attribute values, items and keys as DAX's clients write and read them in CBOR. Answers are
 * written from an item's canonical JSON, without making its values; start at {@link
 * io.larder.protocol.dax.value.ItemEncoder}. What clients send becomes values, which the drafts
 * judge; start at {@link io.larder.protocol.dax.value.ItemDecoder}. Knows no operations.
 */
@NullMarked
package io.larder.protocol.dax.value;

import org.jspecify.annotations.NullMarked;
