/**
 * What values of keys are, beyond numbers, words and times: each type is made from the text of a
 * configuration and written as one.
 */
@NullMarked
package io.larder.proxy.config.value;

import org.jspecify.annotations.NullMarked;
