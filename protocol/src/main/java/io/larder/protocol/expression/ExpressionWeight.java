package io.larder.protocol.expression;

import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.ItemSize;

/** Counts how many bytes there are in the operands of an expression, up to a limit. */
final class ExpressionWeight {
  /** Rough cost in bytes of an operand or a step beside its name or value. */
  private static final int OVERHEAD = 16;

  private final long limit;
  private long bytes;

  ExpressionWeight(long limit) {
    this.limit = limit;
  }

  long bytes() {
    return bytes;
  }

  void add(Operand operand) {
    if (bytes > limit) {
      return;
    }
    bytes += OVERHEAD;
    switch (operand) {
      case Operand.Literal(var value) -> bytes += ItemSize.of(value);
      case Operand.Size(var inner) -> add(inner);
      case DocumentPath path -> {
        bytes += ItemSize.utf8(path.attribute());
        path.steps().forEach(this::add);
      }
    }
  }

  private void add(Step step) {
    bytes += OVERHEAD;
    switch (step) {
      case Member(var name) -> bytes += ItemSize.utf8(name);
      case Element _ -> {}
    }
  }
}
