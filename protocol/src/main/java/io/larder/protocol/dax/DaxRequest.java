package io.larder.protocol.dax;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what must be known of it to write its answer. The lists have one element for a
 * single operation, for a batch one for each table and for a transaction one for each action, in
 * the order of the request.
 *
 * @param request what is asked for; a read with a projection asks for the whole top-level
 *     attributes that the projection reaches into, because clients want the values at its paths and
 *     put them together themselves
 * @param keySchemas the keys of the tables by which the request was read
 * @param projections what the client asked for; null elements for whole items
 */
public record DaxRequest(
    Request<?> request,
    List<KeySchema> keySchemas,
    List<@Nullable ProjectionExpression> projections) {}
