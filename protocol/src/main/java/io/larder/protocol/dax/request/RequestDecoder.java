package io.larder.protocol.dax.request;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.KeySchemas;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;

/** Reads the request of every method that is an operation. */
public final class RequestDecoder {
  private RequestDecoder() {}

  /** Is told of tables that a request names. */
  @FunctionalInterface
  public interface Named {
    /**
     * Takes a name.
     *
     * @param action such as {@code GetItem}
     * @param table by name or ARN
     */
    void add(String action, String table);
  }

  /**
   * What a request does not say itself.
   *
   * @param selectsAllUnasked true of clients that send a Select of ALL_ATTRIBUTES if the
   *     application left it out, and none if the application asked for it; from them each is taken
   *     for the other
   * @param named is told what a request does to which table, before the table is looked for
   */
  public record Context(
      KeySchemas schemas,
      AttributeLists lists,
      boolean selectsAllUnasked,
      ValidationReport report,
      Named named) {

    public Context(
        KeySchemas schemas,
        AttributeLists lists,
        boolean selectsAllUnasked,
        ValidationReport report) {
      this(schemas, lists, selectsAllUnasked, report, (action, table) -> {});
    }

    /** The same, and {@code other} is told. */
    public Context telling(Named other) {
      return new Context(schemas, lists, selectsAllUnasked, report, other);
    }

    /**
     * The key of a table, by its name or ARN.
     *
     * @param action what is done to it, as policies name it
     */
    KeySchema keysOf(String table, String action) {
      named.add(action, table);
      KeySchema keys = schemas.of(ResourceName.ofTable(table));
      if (keys == null) {
        throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
      }
      return keys;
    }
  }

  /**
   * The request that {@code arguments} of {@code method} make, valid as far as it can be without a
   * table. Reads as many arguments as the method has.
   *
   * @throws ServiceException ResourceNotFound, if a table has no key schema; Validation, in the
   *     service's words where it has any
   * @throws IllegalArgumentException if the method is no operation
   */
  public static DaxRequest decode(DaxMethod method, CborReader arguments, Context context) {
    try {
      return read(method, arguments, context);
    } catch (ServiceException e) {
      throw context.report.of(e);
    } catch (MalformedCbor e) {
      throw ServiceException.validation("The request is malformed: " + e.getMessage());
    }
  }

  private static DaxRequest read(DaxMethod method, CborReader in, Context context) {
    return switch (method) {
      case GET_ITEM -> GetItemDecoder.decode(in, context);
      case PUT_ITEM -> WriteDecoder.put(in, context);
      case UPDATE_ITEM -> WriteDecoder.update(in, context);
      case DELETE_ITEM -> WriteDecoder.delete(in, context);
      case QUERY -> PageDecoder.query(in, context);
      case SCAN -> PageDecoder.scan(in, context);
      case BATCH_GET_ITEM -> BatchGetItemDecoder.decode(in, context);
      case BATCH_WRITE_ITEM -> BatchWriteItemDecoder.decode(in, context);
      case TRANSACT_GET_ITEMS -> TransactGetItemsDecoder.decode(in, context);
      case TRANSACT_WRITE_ITEMS -> TransactWriteItemsDecoder.decode(in, context);
      case AUTHORIZE_CONNECTION,
          ENDPOINTS,
          DEFINE_KEY_SCHEMA,
          DEFINE_ATTRIBUTE_LIST_ID,
          DEFINE_ATTRIBUTE_LIST,
          CREATE_TABLE,
          DELETE_TABLE,
          DESCRIBE_TABLE,
          UPDATE_TABLE,
          LIST_TABLES,
          DESCRIBE_LIMITS,
          METHODS,
          SERVICES ->
          throw new IllegalArgumentException("no operation: " + method);
    };
  }
}
