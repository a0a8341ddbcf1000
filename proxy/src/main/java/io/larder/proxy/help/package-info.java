/**
 * What tells people how to use the commands: the manual page, and completion in shells. Both are
 * made of the commands themselves, so they are as right as {@code larder help}.
 */
@NullMarked
package io.larder.proxy.help;

import org.jspecify.annotations.NullMarked;
