/**
 * What requests for items give, and the rules for it that need no table: values, keys, placeholders
 * and the legacy parameters. Knows no codec.
 */
@NullMarked
package io.larder.protocol.draft.item;

import org.jspecify.annotations.NullMarked;
