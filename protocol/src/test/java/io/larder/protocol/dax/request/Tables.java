package io.larder.protocol.dax.request;

import static io.larder.protocol.item.AttributeValue.Type.B;
import static io.larder.protocol.item.AttributeValue.Type.N;
import static io.larder.protocol.item.AttributeValue.Type.S;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tables and attribute lists that requests of clients refer to. */
final class Tables implements AttributeLists {
  static final Map<String, KeySchema> SCHEMAS =
      Map.of(
          "Music", keys(new KeyAttribute("Artist", S), new KeyAttribute("SongTitle", S)),
          "Hash", keys(new KeyAttribute("id", S), null),
          "HashN", keys(new KeyAttribute("id", N), null),
          "HashB", keys(new KeyAttribute("id", B), null),
          "NumRange", keys(new KeyAttribute("pk", S), new KeyAttribute("sk", N)),
          "BinRange", keys(new KeyAttribute("pk", N), new KeyAttribute("sk", B)));

  /** The first lists have the numbers that they had when the clients were listened to. */
  private final Map<Integer, List<String>> lists =
      new HashMap<>(
          Map.of(
              2, List.of("n"),
              5, List.of("Genre", "Price", "Year"),
              8, List.of("v"),
              12, List.of("n"),
              0xdde285, List.of("n", "s")));

  private static KeySchema keys(KeyAttribute partition, @Nullable KeyAttribute sort) {
    return new KeySchema(List.of(partition), sort == null ? List.of() : List.of(sort));
  }

  @Override
  public int idOf(List<String> names) {
    if (names.isEmpty()) {
      return EMPTY;
    }
    for (Map.Entry<Integer, List<String>> list : lists.entrySet()) {
      if (list.getValue().equals(names)) {
        return list.getKey();
      }
    }
    int id = 100 + lists.size();
    lists.put(id, names);
    return id;
  }

  @Override
  public @Nullable List<String> namesOf(int id) {
    return lists.get(id);
  }

  Context context(boolean selectsAllUnasked) {
    return new Context(
        name -> SCHEMAS.getOrDefault(name, name.matches("dx.*|errs") ? SCHEMAS.get("Hash") : null),
        this,
        selectsAllUnasked,
        ValidationReport.ALL);
  }

  /** What is read of a whole request, from its number of the service on. */
  DaxRequest decode(byte[] request) {
    return decode(request, context(false));
  }

  static DaxRequest decode(byte[] request, Context context) {
    var in = new CborReader(request);
    in.readInt();
    DaxMethod method = Objects.requireNonNull(DaxMethod.of(in.readInt()));
    return RequestDecoder.decode(method, in, context);
  }

  /** The error that a whole request is refused with. */
  String refusal(byte[] request) {
    try {
      decode(request);
    } catch (ServiceException e) {
      return e.error().message();
    }
    throw new AssertionError("not refused");
  }
}
