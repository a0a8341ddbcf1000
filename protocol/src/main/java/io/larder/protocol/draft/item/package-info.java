/**
 * The drafts of the item operations, and the rules for what they have in common: values, keys,
 * placeholders and the legacy parameters. Start with {@link
 * io.larder.protocol.draft.item.GetItemDraft}; {@link io.larder.protocol.draft.item.ValueDraft}
 * checks values while a codec reads them. Knows {@code expression}, {@code operation} and the
 * shared pieces of {@code draft}, no codec.
 */
@NullMarked
package io.larder.protocol.draft.item;

import org.jspecify.annotations.NullMarked;
