/**
 * The item model: attribute values, exact numbers, item sizes, and {@link
 * io.larder.protocol.item.Item}, the one representation of an item in the store, the caches and on
 * the wire. Start with {@code AttributeValue}. Depends on {@code protocol.wire} and {@code
 * protocol.error} only.
 */
@NullMarked
package io.larder.protocol.item;

import org.jspecify.annotations.NullMarked;
