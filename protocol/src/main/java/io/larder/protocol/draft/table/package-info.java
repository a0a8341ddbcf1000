/**
 * The requests on tables as they were given, and the service's rules for them: a draft for each
 * request that consists of more than a table's name, the parts of table and index definitions that
 * they share, and the checks of a definition in itself. Start with {@link
 * io.larder.protocol.draft.table.CreateTableDraft}. What has to be compared with a table is the
 * store's.
 */
@NullMarked
package io.larder.protocol.draft.table;

import org.jspecify.annotations.NullMarked;
