package io.larder.security.sts;

import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;

/** Tells callers who they are; nobody can be denied it. */
final class GetCallerIdentity implements QueryOperation {
  @Override
  public void answer(QueryCall call, XmlWriter xml) {
    xml.text("Arn", call.caller().arn())
        .text("UserId", call.caller().userId())
        .text("Account", call.caller().account());
  }
}
