package io.larder.security.iam;

import io.larder.security.auth.Principal;
import io.larder.security.identity.Account;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityEdit;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryPermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the operations of IAM work with. Each is on the account of its caller. */
final class Iam {
  private final IdentityStore store;
  private final IdentityOperations operations;
  private final QueryPermissions permissions;

  Iam(IdentityStore store, IdentityOperations operations, QueryPermissions permissions) {
    this.store = store;
    this.operations = operations;
    this.permissions = permissions;
  }

  Identities identities() {
    return store.current();
  }

  Account account(QueryCall call) {
    return store.current().account(call.caller().account());
  }

  /** Requires that the caller may do what is asked for. */
  void require(QueryCall call, String resource, Map<String, List<String>> keys) {
    String action = "iam:" + call.action();
    if (call.caller() instanceof Principal.User user && user.session() != null) {
      // Such a session may only if its user has shown a second factor, of which there is none.
      throw new QueryException(
          "InvalidClientTokenId", 403, "The security token included in the request is invalid");
    }
    permissions.require(call, action, resource, keys);
  }

  /** Requires that the caller may do it at all. */
  void require(QueryCall call) {
    require(call, "*", Map.of());
  }

  /** What the account says as it is now. */
  <R> R read(QueryCall call, Function<AccountEdit, R> question) {
    try {
      return question.apply(
          operations.on(new IdentityEdit(store.current()), call.caller().account()));
    } catch (IdentityException refused) {
      throw refused(refused);
    }
  }

  /** Changes the account, all of it or nothing. */
  <R> R change(QueryCall call, Function<AccountEdit, R> change) {
    try {
      return store.change(edit -> change.apply(operations.on(edit, call.caller().account())));
    } catch (IdentityException refused) {
      throw refused(refused);
    }
  }

  /** Changes the account, all of it or nothing. */
  void run(QueryCall call, Consumer<AccountEdit> change) {
    change(
        call,
        edit -> {
          change.accept(edit);
          return true;
        });
  }

  private static QueryException refused(IdentityException refused) {
    return new QueryException(
        refused.code().text(), refused.code().status(), String.valueOf(refused.getMessage()));
  }

  /** The user that a call is about: the one that it names, or else the one who calls. */
  static String userName(QueryCall call) {
    String name = call.parameters().optional("UserName", Rules.USER_NAME);
    if (name != null) {
      return name;
    }
    return switch (call.caller()) {
      case Principal.User user -> user.name();
      case Principal.Root _, Principal.AssumedRole _, Principal.Unverified _ ->
          throw QueryException.validation(
              "Must specify userName when calling with non-User credentials");
    };
  }
}
