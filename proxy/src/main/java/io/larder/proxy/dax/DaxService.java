package io.larder.proxy.dax;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.request.RequestDecoder;
import io.larder.proxy.call.Dispatcher;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.store.names.AttributeListStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of all clients have in common.
 *
 * @param reading how requests are read
 * @param goReading how those of clients are read that ask for all attributes when they are not told
 */
record DaxService(
    ConnectionAuthenticator authenticator,
    Dispatcher dispatcher,
    Metadata metadata,
    AttributeListStore lists,
    Reading reading,
    Reading goReading) {
  private static final String GO_2 = "DaxGoV2Client";

  /**
   * How requests are read.
   *
   * @param fromMemory never blocks, and throws {@link NotInMemory} where that does not do
   * @param lookingUp may block
   */
  record Reading(RequestDecoder.Context fromMemory, RequestDecoder.Context lookingUp) {
    static Reading of(DaxProtocol.Tables tables, boolean selectsAllUnasked) {
      AttributeListStore lists = tables.lists();
      return new Reading(
          new RequestDecoder.Context(
              name -> inMemory(tables.schemas().of(name)),
              new ReadLists(lists, id -> inMemory(lists.namesOf(id))),
              selectsAllUnasked,
              tables.report()),
          new RequestDecoder.Context(
              tables.found(),
              new ReadLists(lists, lists::find),
              selectsAllUnasked,
              tables.report()));
    }

    private static <T> T inMemory(@Nullable T found) {
      if (found == null) {
        throw new NotInMemory();
      }
      return found;
    }
  }

  /** Lists as requests are read with: their names are what {@code names} says. */
  private record ReadLists(AttributeLists lists, IntFunction<@Nullable List<String>> names)
      implements AttributeLists {
    @Override
    public int idOf(List<String> list) {
      return lists.idOf(list);
    }

    @Override
    public @Nullable List<String> namesOf(int id) {
      return names.apply(id);
    }
  }

  /** How requests of that client are read. */
  Reading reading(String userAgent) {
    return userAgent.startsWith(GO_2) ? goReading : reading;
  }

  /** Gives all these lists their numbers. */
  CompletableFuture<Void> register(List<List<String>> missing) {
    return CompletableFuture.allOf(
        missing.stream().map(lists::register).toArray(CompletableFuture[]::new));
  }
}
