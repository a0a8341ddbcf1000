package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.PathChecks;
import io.larder.protocol.expression.ProjectionExpression;
import java.util.ArrayList;
import java.util.List;

/** Parses projections: document paths, separated by commas. */
final class ProjectionParser {
  private static final List<Fault> ORDER =
      List.of(Fault.RESERVED_WORD, Fault.PATH_DEPTH, Fault.UNDEFINED_NAME, Fault.PATHS_TOGETHER);

  private ProjectionParser() {}

  static ProjectionExpression parse(String text, ExpressionAttributes attributes) {
    Tokens tokens = Tokens.of("ProjectionExpression", text, List.of());
    var reader = new ExpressionReader(tokens, attributes, Fault.UNDEFINED_VALUE);
    List<DocumentPath> paths = new ArrayList<>();
    do {
      paths.add(reader.path());
    } while (tokens.skipIf(Token.COMMA));
    reader.faults().addIf(Fault.PATHS_TOGETHER, PathChecks.faultTogether(paths));
    reader.end(ORDER);
    return ProjectionExpression.ofChecked(paths);
  }
}
