/**
 * IAM's API for identities: {@link io.larder.security.iam.IamService} names all operations that
 * there are; start there. They read calls and write answers; what may be changed and how, the
 * identities know themselves.
 */
@NullMarked
package io.larder.security.iam;

import org.jspecify.annotations.NullMarked;
