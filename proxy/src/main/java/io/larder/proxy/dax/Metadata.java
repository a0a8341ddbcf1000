package io.larder.proxy.dax;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.KeySchemas;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;
import io.larder.store.AttributeListStore;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what clients must know before they can send items: nodes, keys of tables, numbers of
 * lists of attribute names. Safe for any number of threads; never blocks.
 */
final class Metadata {
  private final Endpoints endpoints;
  private final KeySchemas schemas;
  private final AttributeListStore lists;

  Metadata(Endpoints endpoints, KeySchemas schemas, AttributeListStore lists) {
    this.endpoints = endpoints;
    this.schemas = schemas;
    this.lists = lists;
  }

  /** Writes the answer to {@code endpoints}, for a client that has connected to {@code local}. */
  void endpoints(InetSocketAddress local, CborWriter out) {
    endpoints.encode(local, out.beginArray(0));
  }

  /**
   * Writes the answer to {@code defineKeySchema}.
   *
   * @throws ServiceException if there is no such table
   */
  void keySchema(CborReader arguments, CborWriter out) {
    byte[] name = arguments.readBytes();
    KeySchema schema = schemas.of(CborReader.utf8(name, 0, name.length));
    if (schema == null) {
      throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
    }
    List<KeySchema.KeyAttribute> attributes = schema.attributes();
    out.beginArray(0).beginMap(attributes.size());
    for (KeySchema.KeyAttribute attribute : attributes) {
      out.writeText(attribute.name()).writeText(attribute.type().name());
    }
  }

  /**
   * Writes the answer to {@code defineAttributeList}.
   *
   * @throws ServiceException if there is no list of that number
   */
  void attributeList(CborReader arguments, CborWriter out) {
    int id = arguments.readInt();
    List<String> names = lists.list(id);
    if (names == null) {
      throw new ServiceException(
          new ServiceError.Validation("There is no attribute list of the number " + id));
    }
    out.beginArray(0).beginArray(names.size());
    for (String name : names) {
      out.writeText(name);
    }
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
        : lists.register(names);
  }
}
