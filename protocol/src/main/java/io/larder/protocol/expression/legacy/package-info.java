/**
 * The parameters that expressions replaced (Expected, QueryFilter, ScanFilter, KeyConditions,
 * AttributeUpdates), checked in the service's words and turned into the trees of {@code
 * expression}. Start with {@link io.larder.protocol.expression.legacy.LegacyConditions}. Knows
 * nothing of expressions as text.
 */
@NullMarked
package io.larder.protocol.expression.legacy;

import org.jspecify.annotations.NullMarked;
