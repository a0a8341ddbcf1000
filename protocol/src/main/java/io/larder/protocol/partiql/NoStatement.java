package io.larder.protocol.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;

/** The refusal of an expression where a statement should be. */
final class NoStatement {
  private NoStatement() {}

  static ServiceException of(Term term) {
    return validation(
        switch (term) {
          case Term.Name _ -> "Unsupported operation: Id";
          case Term.Path _ -> "Unsupported operation: Path";
          case Term.Text _, Term.Numeral _, Term.Truth _, Term.Null _, Term.Ion _ ->
              "Unsupported operation: Lit";
          case Term.Missing _ -> "Unsupported operation: Missing";
          case Term.Elements _ -> "Unsupported operation: List";
          case Term.Struct _ -> "Unsupported operation: Struct";
          case Term.Bag _ -> "Unsupported operation: Bag";
          case Term.Parameter _ -> "Unsupported operation: Parameter";
          case Term.Is _ -> "Unsupported operation: IsType";
          case Term.Call _,
              Term.Subquery _,
              Term.Joined _,
              Term.Not _,
              Term.Infix _,
              Term.Sign _,
              Term.Between _,
              Term.In _ ->
              Statement.Exists.ONLY_IN_TRANSACTIONS;
        });
  }
}
