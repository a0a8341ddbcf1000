/**
 * What a record says of a call: {@link io.larder.security.audit.record.RecordWriter}. What must not
 * be in a record, values and secrets, is left out here and nowhere else. Knows no files.
 */
@NullMarked
package io.larder.security.audit.record;

import org.jspecify.annotations.NullMarked;
