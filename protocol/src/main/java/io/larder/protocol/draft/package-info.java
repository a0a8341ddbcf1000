/**
 * The members of a request as they were given, before anything is known to be right about them, and
 * the service's rules for them in its words. Here live the pieces that all drafts share: {@link
 * io.larder.protocol.draft.Violations} for the constraints of a request's shape, {@link
 * io.larder.protocol.draft.ResourceName} for names. The drafts of the item operations are in {@code
 * draft.item}. Knows no codec: any may fill a draft.
 */
@NullMarked
package io.larder.protocol.draft;

import org.jspecify.annotations.NullMarked;
