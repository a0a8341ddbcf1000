package io.larder.proxy.dax;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What clients must know before they can send items: nodes, keys of tables, numbers of lists of
 * attribute names. Safe for any number of threads; what does not say otherwise never blocks.
 */
record Metadata(Endpoints endpoints, DaxProtocol.Tables tables) {
  /** Writes the answer to {@code endpoints}, for a client that has connected to {@code local}. */
  void endpoints(InetSocketAddress local, CborWriter out) {
    endpoints.encode(local, out.beginArray(0));
  }

  /** The table in the arguments of {@code defineKeySchema}. */
  static String tableName(CborReader arguments) {
    byte[] name = arguments.readBytes();
    return CborReader.utf8(name, 0, name.length);
  }

  /** The key of that table as far as it is in memory. */
  @Nullable KeySchema knownSchema(String tableName) {
    return tables.schemas().of(tableName);
  }

  /**
   * The key of that table. May block.
   *
   * @throws ServiceException if there is no such table, or it cannot be looked up
   */
  KeySchema findSchema(String tableName) {
    KeySchema schema = tables.found().of(tableName);
    if (schema == null) {
      throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
    }
    return schema;
  }

  /** Writes the answer to {@code defineKeySchema}, and returns {@code out}. */
  static CborWriter write(KeySchema schema, CborWriter out) {
    List<KeySchema.KeyAttribute> attributes = schema.attributes();
    out.beginArray(0).beginMap(attributes.size());
    for (KeySchema.KeyAttribute attribute : attributes) {
      out.writeText(attribute.name()).writeText(attribute.type().name());
    }
    return out;
  }

  /** The list of that number as far as it is in memory. */
  @Nullable List<String> knownList(int id) {
    return tables.lists().list(id);
  }

  /**
   * The list of that number. May block.
   *
   * @throws ServiceException if there is none, or it cannot be looked up
   */
  List<String> findList(int id) {
    List<String> names = tables.lists().find(id);
    if (names == null) {
      throw new ServiceException(
          new ServiceError.Validation("There is no attribute list of the number " + id));
    }
    return names;
  }

  /** Writes the answer to {@code defineAttributeList}, and returns {@code out}. */
  static CborWriter write(List<String> names, CborWriter out) {
    out.beginArray(0).beginArray(names.size());
    for (String name : names) {
      out.writeText(name);
    }
    return out;
  }

  /** The number of the list in the arguments of {@code defineAttributeListId}. */
  CompletableFuture<Integer> attributeListId(CborReader arguments) {
    if (arguments.peek() == CborType.TAG) {
      arguments.readTag();
    }
    List<String> names = new ArrayList<>();
    for (int left = arguments.beginArray(); arguments.hasNext(left); left--) {
      names.add(arguments.readText());
    }
    return names.isEmpty()
        ? CompletableFuture.completedFuture(AttributeLists.EMPTY)
        : tables.lists().register(names);
  }
}
