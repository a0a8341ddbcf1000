package io.larder.proxy.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of the configuration means, which values it takes, and its value where none is given.
 * All are written as in the file.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The default. */
  String byDefault();

  /** The least value; every number, size and duration has one. */
  String least() default "";

  /** The largest value; every number, size and duration has one. */
  String most() default "";

  /** The regular expression of the values; every text has one. */
  String pattern() default "";

  /** What {@link #pattern} describes, such as {@code twelve digits}. */
  String form() default "";

  /** One line for the documentation. */
  String doc();
}
