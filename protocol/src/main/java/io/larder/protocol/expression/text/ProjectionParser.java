package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import java.util.ArrayList;
import java.util.List;

/** Parses projections: document paths, separated by commas. */
final class ProjectionParser {
  private static final List<Fault> ORDER =
      List.of(
          Fault.RESERVED_WORD,
          Fault.PATH_DEPTH,
          Fault.UNDEFINED_NAME,
          Fault.OVERLAP,
          Fault.CONFLICT);

  private ProjectionParser() {}

  static ProjectionExpression parse(String text, ExpressionAttributes attributes) {
    Tokens tokens = Tokens.of("ProjectionExpression", text, List.of());
    var reader = new ExpressionReader(tokens, attributes, Fault.UNDEFINED_VALUE);
    List<DocumentPath> paths = new ArrayList<>();
    var together = new PathSet(reader.faults());
    do {
      DocumentPath path = reader.path();
      together.add(path);
      paths.add(path);
    } while (tokens.skipIf(Token.COMMA));
    reader.end(ORDER);
    return new ProjectionExpression(paths, reader.topLevelNames(), reader.dereferencedNames());
  }
}
