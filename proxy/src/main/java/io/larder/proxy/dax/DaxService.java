package io.larder.proxy.dax;

import io.larder.protocol.dax.request.RequestDecoder;
import io.larder.proxy.auth.ConnectionAuthenticator;
import io.larder.proxy.call.Dispatcher;
import io.larder.store.AttributeListStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the connections of all clients have in common.
 *
 * @param context how requests are read
 * @param goContext how those of clients are read that ask for all attributes when they are not told
 */
record DaxService(
    ConnectionAuthenticator authenticator,
    Dispatcher dispatcher,
    Metadata metadata,
    AttributeListStore lists,
    RequestDecoder.Context context,
    RequestDecoder.Context goContext) {
  private static final String GO_2 = "DaxGoV2Client";

  /** How requests of that client are read. */
  RequestDecoder.Context context(String userAgent) {
    return userAgent.startsWith(GO_2) ? goContext : context;
  }

  /** Gives all these lists their numbers. */
  CompletableFuture<Void> register(List<List<String>> missing) {
    return CompletableFuture.allOf(
        missing.stream().map(lists::register).toArray(CompletableFuture[]::new));
  }
}
