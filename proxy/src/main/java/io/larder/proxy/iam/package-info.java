/**
 * The client of IAM's API that the command line has: {@link io.larder.proxy.iam.IamClient} signs
 * calls, sends them to a running server and reads the answers. Knows nothing of the server.
 */
@NullMarked
package io.larder.proxy.iam;

import org.jspecify.annotations.NullMarked;
