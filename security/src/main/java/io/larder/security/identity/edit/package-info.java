/**
 * What may be changed of identities, under IAM's rules: {@link
 * io.larder.security.identity.edit.IdentityOperations} makes the operations on a change of {@link
 * io.larder.security.identity.IdentityStore}. Names, quotas, what may not be deleted yet and the
 * words of the refusals are IAM's (IAM User Guide, "IAM and AWS STS quotas"; IAM API Reference).
 */
@NullMarked
package io.larder.security.identity.edit;

import org.jspecify.annotations.NullMarked;
