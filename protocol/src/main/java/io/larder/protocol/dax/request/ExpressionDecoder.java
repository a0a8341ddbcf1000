package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.dax.value.ValueDecoder;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.InvalidExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the expressions of one request: {@code [1, tree, [value, …]]} each, or {@code [1, [path,
 * …]]} for a projection. Clients put names and values in place of their placeholders; a refusal of
 * a value calls it by its number in the request, {@code :0}. A tree that no text stands for, which
 * some clients send for an incomplete text, is refused as a syntax error.
 */
final class ExpressionDecoder {
  private static final int VERSION = 1;
  private static final String PROJECTION = "ProjectionExpression";

  private final ValueDraft draft;
  private @Nullable Map<String, AttributeValue> literals;

  /** Reads the values of the expressions by {@code draft}. */
  ExpressionDecoder(ValueDraft draft) {
    this.draft = draft;
  }

  /** A condition, filter or key condition, the value of {@code parameter}; null if not given. */
  @Nullable Condition condition(String parameter, @Nullable CborReader content) {
    return content == null
        ? null
        : read(parameter, content, nodes -> new ConditionReader(nodes).read());
  }

  @Nullable List<UpdateAction> update(@Nullable CborReader content) {
    return content == null
        ? null
        : read("UpdateExpression", content, nodes -> new UpdateReader(nodes).read());
  }

  static @Nullable List<DocumentPath> projection(@Nullable CborReader content) {
    if (content == null) {
      return null;
    }
    try {
      int announced = begin(content, 2);
      List<DocumentPath> paths = paths(new NodeReader(PROJECTION, content, List.of()));
      end(content, announced);
      return paths;
    } catch (MalformedCbor e) {
      throw syntaxError(PROJECTION, e);
    }
  }

  private static List<DocumentPath> paths(NodeReader nodes) {
    return nodes.list(nodes::path);
  }

  /** All values of the expressions read so far; null if there are none. */
  @Nullable AttributeMap literals() {
    return literals == null ? null : draft.toMap(literals);
  }

  private <T> T read(String parameter, CborReader content, Function<NodeReader, T> reading) {
    try {
      int announced = begin(content, 3);
      var tree = new CborReader(content.array(), content.position(), content.limit());
      content.skip();
      List<AttributeValue> values = values(parameter, content);
      end(content, announced);
      return reading.apply(new NodeReader(parameter, tree, values));
    } catch (MalformedCbor e) {
      throw syntaxError(parameter, e);
    }
  }

  private static RuntimeException syntaxError(String parameter, MalformedCbor e) {
    return InvalidExpression.of(parameter, "Syntax error; " + e.getMessage());
  }

  private static int begin(CborReader content, int count) {
    int announced = Arguments.beginArray(content, count);
    if (content.readInt() != VERSION) {
      throw new MalformedCbor("unknown version of the form of expressions");
    }
    return announced;
  }

  private static void end(CborReader content, int announced) {
    Arguments.endArray(content, announced);
    content.requireEnd();
  }

  private List<AttributeValue> values(String parameter, CborReader content) {
    List<AttributeValue> values = new ArrayList<>(4);
    for (int left = content.beginArray(); content.hasNext(left); left--) {
      if (values.size() == NodeReader.MAX_NODES) {
        throw InvalidExpression.of(parameter, InvalidExpression.TOO_LONG);
      }
      if (literals == null) {
        literals = LinkedHashMap.newLinkedHashMap(4);
      }
      String name = ":" + literals.size();
      draft.at(name);
      AttributeValue value = ValueDecoder.read(content, draft);
      values.add(value);
      literals.put(name, value);
    }
    return values;
  }
}
