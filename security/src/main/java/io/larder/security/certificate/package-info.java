/**
 * Callers whom the certificate of their connection proves: {@link
 * io.larder.security.certificate.CertificateAuthenticator} stands before the one of signatures.
 * Knows identities.
 */
@NullMarked
package io.larder.security.certificate;

import org.jspecify.annotations.NullMarked;
