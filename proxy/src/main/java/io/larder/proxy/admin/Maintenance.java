package io.larder.proxy.admin;

import org.jspecify.annotations.Nullable;

/** Long work on the stores of a server, which the admin port begins, shows and ends. */
public interface Maintenance {
  /** Begins to verify; never blocks. */
  Answer verify();

  /**
   * Begins to make a backup; never blocks.
   *
   * @param name of the backup; null if any will do
   */
  Answer backUp(@Nullable String name);

  /** The work that is under way, or was last. */
  Answer state();

  /** Lets the work end that is under way. */
  Answer cancel();

  /**
   * What is answered.
   *
   * @param status of HTTP
   */
  record Answer(int status, String json) {}
}
