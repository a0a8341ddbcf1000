/**
 * The console: pages that a browser loads from the admin port, and what they ask for. Start with
 * {@link io.larder.proxy.console.Console}. Knows the doors of {@code admin} and {@code call}, and
 * nothing of where tables are.
 */
@NullMarked
package io.larder.proxy.console;

import org.jspecify.annotations.NullMarked;
