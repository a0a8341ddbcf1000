/**
 * What the DAX management API keeps: clusters, groups and events, as one document in the table of
 * the server itself. {@link io.larder.proxy.manage.state.HoldingsStore} reads and changes it. Knows
 * tables by the port of the store alone.
 */
@NullMarked
package io.larder.proxy.manage.state;

import org.jspecify.annotations.NullMarked;
