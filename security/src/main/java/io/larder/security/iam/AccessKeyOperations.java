package io.larder.security.iam;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.User;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.util.Map;

/** Operations on the long-term keys of users. */
final class AccessKeyOperations {
  private final Iam iam;
  private final AccessKeyUses uses;

  AccessKeyOperations(Iam iam, AccessKeyUses uses) {
    this.iam = iam;
    this.uses = uses;
  }

  Map<String, QueryOperation> operations() {
    return Map.of(
        "CreateAccessKey", this::create,
        "ListAccessKeys", this::list,
        "UpdateAccessKey", this::update,
        "DeleteAccessKey", this::delete,
        "GetAccessKeyLastUsed", this::lastUsed);
  }

  private void create(QueryCall call, XmlWriter xml) {
    String name = Iam.userName(call);
    UserOperations.require(iam, call, name, Map.of());
    AccessKey key = iam.change(call, edit -> edit.accessKeys().create(name));
    xml.element(
        "AccessKey",
        () -> {
          write(xml, key);
          xml.text("SecretAccessKey", key.secret().reveal());
        });
  }

  private void list(QueryCall call, XmlWriter xml) {
    String name = Iam.userName(call);
    UserOperations.require(iam, call, name, Map.of());
    User user = iam.read(call, edit -> edit.users().get(name));
    Pages.write(
        call.parameters(),
        xml,
        "AccessKeyMetadata",
        iam.identities().accessKeys(user),
        AccessKey::id,
        key -> write(xml, key));
  }

  private static void write(XmlWriter xml, AccessKey key) {
    xml.text("UserName", key.userName())
        .text("AccessKeyId", key.id())
        .text("Status", key.active() ? "Active" : "Inactive")
        .time("CreateDate", key.created());
  }

  private void update(QueryCall call, XmlWriter xml) {
    String name = Iam.userName(call);
    String id = call.parameters().required("AccessKeyId", Rules.KEY_ID);
    boolean active = call.parameters().required("Status", Rules.STATUS).equals("Active");
    UserOperations.require(iam, call, name, Map.of());
    iam.run(call, edit -> edit.accessKeys().update(name, id, active));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String name = Iam.userName(call);
    String id = call.parameters().required("AccessKeyId", Rules.KEY_ID);
    UserOperations.require(iam, call, name, Map.of());
    iam.run(call, edit -> edit.accessKeys().delete(name, id));
  }

  private void lastUsed(QueryCall call, XmlWriter xml) {
    String id = call.parameters().required("AccessKeyId", Rules.KEY_ID);
    AccessKey key = iam.identities().accessKey(id);
    boolean isOwn = key != null && key.account().equals(call.caller().account());
    if (key == null || !isOwn) {
      iam.require(call);
      throw new QueryException(
          "NoSuchEntity", 404, "The Access Key with id " + id + " cannot be found.");
    }
    UserOperations.require(iam, call, key.userName(), Map.of());
    AccessKeyUses.Use use = uses.last(id);
    xml.text("UserName", key.userName());
    xml.element(
        "AccessKeyLastUsed",
        () -> {
          if (use != null) {
            xml.time("LastUsedDate", use.when());
          }
          xml.text("ServiceName", use == null ? "N/A" : use.service())
              .text("Region", use == null ? "N/A" : use.region());
        });
  }
}
