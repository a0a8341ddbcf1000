/**
 * What operators see: health, readiness, metrics and the endpoints under {@code /admin/}, on a port
 * and an event loop of their own. Start with {@link io.larder.proxy.admin.AdminServer}.
 */
@NullMarked
package io.larder.proxy.admin;

import org.jspecify.annotations.NullMarked;
