package io.larder.protocol.json;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of attribute values as a request gives it, with the first fault in it, if there is one. */
record AttributeMap(Map<String, AttributeValue> values, @Nullable ValueProblem problem) {

  void rejectEmptyName(Envelope envelope) {
    if (problem != null && problem.kind() == ValueProblem.Kind.EMPTY_NAME) {
      throw envelope.error(ValueProblem.EMPTY_NAME);
    }
  }

  /** Rejects any fault, as it is. */
  void rejectProblem() {
    if (problem != null) {
      throw ServiceException.validation(problem.message());
    }
  }
}
