package io.larder.store.measured;

import io.larder.protocol.partiql.Statement;

/** What a statement does, in the words of CloudWatch's dimension Verb. */
public enum Verb {
  SELECT("PartiQLSelect"),
  INSERT("PartiQLInsert"),
  UPDATE("PartiQLUpdate"),
  DELETE("PartiQLDelete");

  private final String word;

  Verb(String word) {
    this.word = word;
  }

  static Verb of(Statement statement) {
    return switch (statement) {
      case Statement.Select _, Statement.Exists _ -> SELECT;
      case Statement.Insert _ -> INSERT;
      case Statement.Update _ -> UPDATE;
      case Statement.Delete _ -> DELETE;
    };
  }

  /** As CloudWatch spells it. */
  public String word() {
    return word;
  }
}
