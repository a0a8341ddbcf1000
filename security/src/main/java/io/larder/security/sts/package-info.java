/**
 * STS: temporary credentials for who may have them. {@link io.larder.security.sts.StsService} names
 * the operations; start there. What a session is sealed into, {@code session} knows; what a token
 * of an identity provider is worth, {@code webidentity}.
 */
@NullMarked
package io.larder.security.sts;

import org.jspecify.annotations.NullMarked;
