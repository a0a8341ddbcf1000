package io.larder.protocol.partiql;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.PathChecks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes document paths of terms. */
final class Paths {
  private final Tokens tokens;

  Paths(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The path, null if the term is something else.
   *
   * @throws ServiceException Validation, if it is a path of which documents have none
   */
  @Nullable DocumentPath path(Term term) {
    if (term instanceof Term.Name(var at)) {
      Values.requireName(at.text());
      return DocumentPath.ofAttribute(at.text());
    }
    if (!(term instanceof Term.Path(_, var root, var steps))) {
      return null;
    }
    if (!(root instanceof Term.Name(var at))) {
      throw unexpected(root.at());
    }
    Values.requireName(at.text());
    List<DocumentPath.Step> all = new ArrayList<>(steps.size());
    for (Term.Step step : steps) {
      all.add(
          switch (step) {
            case Term.Member(var name) -> {
              Values.requireName(name);
              yield new DocumentPath.Member(name);
            }
            case Term.Element(var index) -> new DocumentPath.Element(index(index));
            case Term.Other(var other) -> throw unexpected(other);
          });
    }
    return new DocumentPath(at.text(), all);
  }

  private static long index(String text) {
    long index = text.length() > 10 ? Long.MAX_VALUE : Long.parseLong(text);
    if (index > PathChecks.MAX_INDEX) {
      throw ServiceException.validation(PathChecks.indexFault(text));
    }
    return index;
  }

  ServiceException unexpected(Token at) {
    return ServiceException.validation("Unexpected path component at " + tokens.position(at));
  }
}
