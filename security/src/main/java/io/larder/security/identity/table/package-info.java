/**
 * The identities in a table of the store, an item for each: {@link
 * io.larder.security.identity.table.TableIdentityStore} is what the server has. Knows tables by the
 * port of the store only, so that it is the same before an upstream, where all servers share the
 * table.
 */
@NullMarked
package io.larder.security.identity.table;

import org.jspecify.annotations.NullMarked;
