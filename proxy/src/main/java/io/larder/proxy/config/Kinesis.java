package io.larder.proxy.config;

import io.larder.proxy.config.value.Endpoint;
import io.larder.proxy.config.value.OptionalFile;

/** Where the Kinesis data streams are to which tables of the bundled store send their changes. */
public record Kinesis(
    @Setting(
            byDefault = "none",
            doc =
                "The endpoint of Kinesis, or of what speaks its protocol, such as"
                    + " https://kinesis.eu-west-1.amazonaws.com; none: no table can have a Kinesis"
                    + " streaming destination.")
        Endpoint endpoint,
    @Setting(
            byDefault = "auto",
            pattern = "auto|[a-z0-9-]{1,64}",
            form = "auto or a region such as us-east-1, of at most 64 characters",
            doc = "Region that calls are signed for; auto for that in the ARN of each data stream.")
        String region,
    @Setting(
            byDefault = "auto",
            doc =
                "What calls are signed with, in the words of upstream.credentials; auto: chain for"
                    + " an endpoint of Amazon's, else environment if it has them, else"
                    + " unverified.")
        Upstream.Credentials credentials,
    @Setting(byDefault = "none", doc = "File of the access key id.") OptionalFile accessKeyFile,
    @Setting(byDefault = "none", doc = "File of the secret access key.") OptionalFile secretKeyFile,
    @Setting(byDefault = "none", doc = "File of the session token, if there is one.")
        OptionalFile sessionTokenFile) {

  /** Records what must hold between these keys. */
  void check(Problems problems, Store store) {
    problems
        .require(
            store.kind() == Store.Kind.LMDB || !endpoint.isGiven(),
            "kinesis.endpoint",
            "must be none if store.kind is upstream, which delivers changes itself",
            "store.kind")
        .require(
            credentials != Upstream.Credentials.FILE
                || (accessKeyFile.isGiven() && secretKeyFile.isGiven()),
            "kinesis.credentials",
            "needs kinesis.access-key-file and kinesis.secret-key-file",
            "kinesis.access-key-file",
            "kinesis.secret-key-file");
  }

  /** True if the endpoint is Amazon's own. */
  public boolean isAmazon() {
    return endpoint.url() != null
        && endpoint.url().getHost().matches("(?i).*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)");
  }
}
