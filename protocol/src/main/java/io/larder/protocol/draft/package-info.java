/**
 * Drafts: the members of a request as they were given, before anything is known to be right about
 * them. A codec fills the public fields of a draft on one thread; its {@code check()} holds them
 * against the service's rules and makes the request, valid as far as it can be without a table, or
 * throws a Validation error in the service's order and words. What all drafts share lives here:
 * {@link io.larder.protocol.draft.Violations} for the constraints of a request's shape, {@link
 * io.larder.protocol.draft.ResourceName} for names. The drafts themselves are in {@code draft.item}
 * and {@code draft.table}. Knows no codec; see docs/adr/0013-drafts.md.
 */
@NullMarked
package io.larder.protocol.draft;

import org.jspecify.annotations.NullMarked;
