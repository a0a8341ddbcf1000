/**
 * Who did what: records in CloudTrail's form, in files that are chained and signed, so that whoever
 * changes one of them later is found out. Start reading at {@link
 * io.larder.security.audit.AuditTrail}, which takes an {@link io.larder.security.audit.AuditEvent}
 * from whoever has answered a call. Records hold keys and names, never values and never secrets.
 */
@NullMarked
package io.larder.security.audit;

import org.jspecify.annotations.NullMarked;
