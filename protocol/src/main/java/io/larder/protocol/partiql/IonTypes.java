package io.larder.protocol.partiql;

/** The types of Ion's literals, which statements may not have. */
final class IonTypes {
  private IonTypes() {}

  /** The type of what is written so, as far as its beginning tells. */
  static String of(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("{{")) {
      return trimmed.startsWith("{{\"") ? "CLOB" : "BLOB";
    }
    if (trimmed.matches("\\d{4}[-T].*")) {
      return "TIMESTAMP";
    }
    if (trimmed.matches("[-+]?\\d+")) {
      return "INT";
    }
    if (trimmed.matches("[-+]?\\d[\\d.]*[eE].*")) {
      return "FLOAT";
    }
    if (trimmed.matches("[-+]?\\d+\\.\\d*")) {
      return "DECIMAL";
    }
    return switch (trimmed.isEmpty() ? ' ' : trimmed.charAt(0)) {
      case '"' -> "STRING";
      case '{' -> "STRUCT";
      case '[' -> "LIST";
      case '(' -> "SEXP";
      default ->
          switch (trimmed) {
            case "null" -> "NULL";
            case "true", "false" -> "BOOL";
            default -> "SYMBOL";
          };
    };
  }
}
