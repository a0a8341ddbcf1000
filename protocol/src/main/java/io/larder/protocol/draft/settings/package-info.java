/**
 * The rules for requests about what is set beside a table's definition, and for those of features
 * that are not here. Start with {@link io.larder.protocol.draft.settings.AbsentDraft}.
 */
@NullMarked
package io.larder.protocol.draft.settings;

import org.jspecify.annotations.NullMarked;
