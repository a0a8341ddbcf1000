package io.larder.protocol.draft.item;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.operation.TransactGetItem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The read of one item in a TransactGetItems. The projection is given as text, or as a tree and
 * without placeholders.
 */
public final class TransactGetDraft {
  public @Nullable String tableName;
  public @Nullable AttributeMap key;
  public @Nullable String projectionExpression;
  public @Nullable List<DocumentPath> projectionTree;
  public final Placeholders placeholders = new Placeholders();

  AttributeMap requireKey() {
    return Objects.requireNonNull(key);
  }

  TransactGetItem toItem() {
    ProjectionExpression projection =
        projectionTree == null ? null : ProjectionExpression.of(projectionTree);
    // A read without a projection may carry names; they are not looked at.
    if (projectionExpression != null) {
      placeholders.checkPlaceholders(Envelope.NONE);
      var attributes = placeholders.toAttributes();
      projection = attributes.projection(projectionExpression);
      attributes.verifyAllUsed();
    }
    return new TransactGetItem(
        Objects.requireNonNull(tableName), requireKey().values(), projection);
  }

  void echo(JavaEcho out) {
    out.text("TransactGetItem(get=Get(key=")
        .attributes(key == null ? null : key.values())
        .text(", tableName=")
        .text(tableName)
        .text(", projectionExpression=")
        .text(projectionExpression)
        .text(", expressionAttributeNames=")
        .names(placeholders.names)
        .text(", workloadProfileName=null))");
  }
}
