package io.larder.security.identity.edit;

import io.larder.security.identity.Account;
import io.larder.security.identity.IdentityEdit;
import io.larder.security.identity.UniqueIds;
import java.time.Instant;

/**
 * The operations on one account within one change. All throw {@link
 * io.larder.security.identity.IdentityException} if they may not be done.
 */
public final class AccountEdit {
  private final IdentityEdit edit;
  private final String account;
  private final UniqueIds ids;
  private final Instant now;

  AccountEdit(IdentityEdit edit, String account, UniqueIds ids, Instant now) {
    this.edit = edit;
    this.account = account;
    this.ids = ids;
    this.now = now;
  }

  public UserEdits users() {
    return new UserEdits(this);
  }

  public AccessKeyEdits accessKeys() {
    return new AccessKeyEdits(this);
  }

  public GroupEdits groups() {
    return new GroupEdits(this);
  }

  public RoleEdits roles() {
    return new RoleEdits(this);
  }

  public PolicyEdits policies() {
    return new PolicyEdits(this);
  }

  public OidcProviderEdits providers() {
    return new OidcProviderEdits(this);
  }

  IdentityEdit edit() {
    return edit;
  }

  String id() {
    return account;
  }

  /** The account as it is at this point of the change. */
  public Account state() {
    return edit.now().account(account);
  }

  String newId(UniqueIds.Prefix prefix) {
    return ids.next(prefix);
  }

  UniqueIds ids() {
    return ids;
  }

  Instant now() {
    return now;
  }
}
