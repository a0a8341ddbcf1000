/**
 * Long work on stores, for operators: {@link io.larder.proxy.maintenance.Jobs} does it in a server,
 * one at a time, and the commands ({@link io.larder.proxy.maintenance.VerifyCommand} and those
 * beside it) ask a server for it or do it to a store that none uses. What they show on the way is
 * {@link io.larder.proxy.maintenance.ProgressDisplay}'s.
 */
@NullMarked
package io.larder.proxy.maintenance;

import org.jspecify.annotations.NullMarked;
