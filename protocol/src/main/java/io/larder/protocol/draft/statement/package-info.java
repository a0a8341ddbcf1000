/**
 * The members of the operations that carry out PartiQL statements, and the service's rules for
 * them. Read {@link io.larder.protocol.draft.statement.ExecuteStatementDraft} first.
 */
@NullMarked
package io.larder.protocol.draft.statement;

import org.jspecify.annotations.NullMarked;
