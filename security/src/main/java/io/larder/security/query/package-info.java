/**
 * The protocol of AWS's older services: a form in, XML out. {@link
 * io.larder.security.query.QueryApi} finds the operation that a form asks for, has its signature
 * verified and tells what it answers; start there. The services themselves, IAM and STS, are rooms
 * beside it that know this one.
 */
@NullMarked
package io.larder.security.query;

import org.jspecify.annotations.NullMarked;
