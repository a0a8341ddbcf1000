/**
 * Larder in the tests of Java programs: {@link io.larder.junit.LarderServer} runs a server in the
 * process, {@link io.larder.junit.LarderExtension} gives it to tests of JUnit.
 */
@NullMarked
package io.larder.junit;

import org.jspecify.annotations.NullMarked;
