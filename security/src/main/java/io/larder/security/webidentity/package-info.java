/**
 * What identity providers say of whoever they vouch for: {@link
 * io.larder.security.webidentity.WebIdentityTokens} verifies a JSON Web Token against the keys of
 * an issuer that is trusted; start there. Knows nothing of accounts and roles.
 */
@NullMarked
package io.larder.security.webidentity;

import org.jspecify.annotations.NullMarked;
