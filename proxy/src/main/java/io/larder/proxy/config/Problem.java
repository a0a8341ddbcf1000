package io.larder.proxy.config;

import java.util.List;

/**
 * One thing that is wrong.
 *
 * @param key the path of the key at fault, or what else is
 * @param rule what its value breaks
 * @param beside other keys without whose values the rule would not be broken
 */
record Problem(String key, String rule, List<String> beside) {
  Problem {
    beside = List.copyOf(beside);
  }

  @Override
  public String toString() {
    return key + ": " + rule;
  }
}
