package io.larder.proxy.admin;

import io.larder.proxy.admin.Maintenance.Answer;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;

/**
 * What the admin port tells of the caches and does to them. Bodies are JSON; all may block but what
 * says otherwise.
 */
public interface CacheControl {
  /** Who asks, and how; good until it is answered. */
  record Asker(Principal caller, RequestContext context) {}

  /** What they hold and have counted. */
  Answer statistics();

  /** What another size or time to live would have done. */
  Answer advice();

  /** What is known of one key, for who may read its item. */
  Answer peek(Asker asker, String body);

  /** Takes out an item, a partition, a table or everything. */
  Answer invalidate(String body);

  /** Begins to read what is named, for who may read that. */
  Answer warm(Asker asker, String body);

  /** What is being read, or was last; never blocks. */
  Answer warming();

  /** Lets that end; never blocks. */
  Answer cancelWarming();
}
