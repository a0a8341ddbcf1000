/**
 * The files of the audit: logs that grow and are complete one day, and digests, which are chained
 * and signed. Start reading at {@link io.larder.security.audit.files.TrailFiles}; {@link
 * io.larder.security.audit.files.Verification} finds what was done to them. Knows records as bytes.
 */
@NullMarked
package io.larder.security.audit.files;

import org.jspecify.annotations.NullMarked;
