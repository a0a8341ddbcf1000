/**
 * How the server logs: {@link io.larder.proxy.logging.ConsoleLogging} sets Logback up in code,
 * which starts faster than a file of rules would. Text by default, JSON lines on request.
 */
@NullMarked
package io.larder.proxy.logging;

import org.jspecify.annotations.NullMarked;
