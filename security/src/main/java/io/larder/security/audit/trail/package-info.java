/**
 * The way of an event to its file: {@link io.larder.security.audit.trail.FileAuditTrail} takes it
 * from any thread, one thread makes a record of it and has it written.
 */
@NullMarked
package io.larder.security.audit.trail;

import org.jspecify.annotations.NullMarked;
