/**
 * Signature Version 4 as a server verifies it: {@link
 * io.larder.security.signature.SigV4Authenticator} for requests over HTTP, signed in their headers
 * or in their query string, and for the connections of DAX. The rules are those of the IAM User
 * Guide's "AWS Signature Version 4 for API requests"; the order of the checks and the words of the
 * refusals are DynamoDB's. Start there; knows {@code auth}, and what identities and sessions say of
 * a key.
 */
@NullMarked
package io.larder.security.signature;

import org.jspecify.annotations.NullMarked;
