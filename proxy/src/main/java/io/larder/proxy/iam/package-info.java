/**
 * The client of IAM's API that the command line has: {@link io.larder.proxy.iam.IamClient} signs
 * calls, sends them to a running server and reads the answers; start there. {@link
 * io.larder.proxy.iam.AccountTransfer} writes an account as a document and makes an account what a
 * document says, by such calls. Knows nothing of the server but what policies look like.
 */
@NullMarked
package io.larder.proxy.iam;

import org.jspecify.annotations.NullMarked;
