/**
 * The identities of an account as one document that people keep and review: {@link
 * io.larder.security.identity.transfer.AccountDocument}, what it is made of, and {@link
 * io.larder.security.identity.transfer.AccountImport}, which makes an account what a document says.
 * Access keys are not in it: their secrets are told nobody.
 */
@NullMarked
package io.larder.security.identity.transfer;

import org.jspecify.annotations.NullMarked;
