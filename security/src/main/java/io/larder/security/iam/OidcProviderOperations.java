package io.larder.security.iam;

import io.larder.security.identity.OidcProvider;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Operations on the issuers of web identities that are trusted. */
final class OidcProviderOperations {
  private static final String HTTPS = "https://";
  private static final int MAX_CLIENT_IDS = 100;
  private static final int MAX_THUMBPRINTS = 5;

  private final Iam iam;

  OidcProviderOperations(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.of(
        "CreateOpenIDConnectProvider", this::create,
        "GetOpenIDConnectProvider", this::get,
        "ListOpenIDConnectProviders", this::list,
        "DeleteOpenIDConnectProvider", this::delete,
        "AddClientIDToOpenIDConnectProvider", this::addClientId,
        "RemoveClientIDFromOpenIDConnectProvider", this::removeClientId,
        "UpdateOpenIDConnectProviderThumbprint", this::updateThumbprints,
        "TagOpenIDConnectProvider", this::tag,
        "UntagOpenIDConnectProvider", this::untag,
        "ListOpenIDConnectProviderTags", this::listTags);
  }

  private static String arn(QueryCall call) {
    return call.parameters().required("OpenIDConnectProviderArn", Rules.ARN);
  }

  private void require(QueryCall call, String arn, Map<String, List<String>> keys) {
    OidcProvider provider = iam.identities().provider(arn);
    iam.require(
        call,
        arn,
        provider == null ? keys : Keys.and(Keys.ofResource(provider.tags(), null), keys));
  }

  private void create(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String url = in.required("Url", Rules.URL);
    List<String> clients = in.texts("ClientIDList", MAX_CLIENT_IDS, Rules.CLIENT_ID);
    List<String> thumbprints = in.texts("ThumbprintList", MAX_THUMBPRINTS, Rules.THUMBPRINT);
    Map<String, String> tags = Rules.tags(in);
    String name = url.startsWith(HTTPS) ? url.substring(HTTPS.length()) : url;
    iam.require(
        call,
        "arn:aws:iam::" + call.caller().account() + ":oidc-provider/" + name,
        Keys.ofTags(tags));
    OidcProvider provider =
        iam.change(call, edit -> edit.providers().create(url, clients, thumbprints, tags));
    xml.text("OpenIDConnectProviderArn", provider.arn());
    EntityXml.tags(xml, provider.tags());
  }

  private OidcProvider provider(QueryCall call) {
    String arn = arn(call);
    require(call, arn, Map.of());
    return iam.read(call, edit -> edit.providers().get(arn));
  }

  private void get(QueryCall call, XmlWriter xml) {
    OidcProvider provider = provider(call);
    xml.text("Url", provider.url())
        .texts("ClientIDList", provider.clientIds())
        .texts("ThumbprintList", provider.thumbprints())
        .time("CreateDate", provider.created());
    EntityXml.tags(xml, provider.tags());
  }

  private void list(QueryCall call, XmlWriter xml) {
    iam.require(call);
    List<OidcProvider> providers =
        iam.account(call).providers().values().stream()
            .sorted(Comparator.comparing(OidcProvider::url))
            .toList();
    xml.list("OpenIDConnectProviderList", providers, provider -> xml.text("Arn", provider.arn()));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.providers().delete(arn));
  }

  private void addClientId(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String client = call.parameters().required("ClientID", Rules.CLIENT_ID);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.providers().addClientId(arn, client));
  }

  private void removeClientId(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String client = call.parameters().required("ClientID", Rules.CLIENT_ID);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.providers().removeClientId(arn, client));
  }

  private void updateThumbprints(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    List<String> thumbprints =
        call.parameters().texts("ThumbprintList", MAX_THUMBPRINTS, Rules.THUMBPRINT);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.providers().updateThumbprints(arn, thumbprints));
  }

  private void tag(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    Map<String, String> tags = Rules.tags(call.parameters());
    require(call, arn, Keys.ofTags(tags));
    iam.run(call, edit -> edit.providers().tag(arn, tags));
  }

  private void untag(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    List<String> keys = Rules.tagKeys(call.parameters());
    require(call, arn, Map.of("aws:TagKeys", keys));
    iam.run(call, edit -> edit.providers().untag(arn, keys));
  }

  private void listTags(QueryCall call, XmlWriter xml) {
    Map<String, String> tags = provider(call).tags();
    Pages.writeTags(call.parameters(), xml, tags);
  }
}
