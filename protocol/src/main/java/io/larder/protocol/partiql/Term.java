package io.larder.protocol.partiql;

import java.util.List;

/**
 * A part of a statement as it is written, whether or not the service makes sense of it where it
 * stands. Each has the token that it begins with, for the messages.
 */
sealed interface Term {
  Token at();

  /** An attribute, or a way into what {@code root} is. */
  record Path(Token at, Term root, List<Step> steps) implements Term {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** A step of a path. */
  sealed interface Step {}

  record Member(String name) implements Step {}

  record Element(String index) implements Step {}

  /** One that documents do not have, such as {@code [*]}. */
  record Other(Token at) implements Step {}

  /** The name of an attribute, in quotes or not. */
  record Name(Token at) implements Term {}

  record Text(Token at) implements Term {}

  /** A number; {@code text} has its sign. */
  record Numeral(Token at, String text) implements Term {}

  record Truth(Token at, boolean value) implements Term {}

  record Null(Token at) implements Term {}

  record Missing(Token at) implements Term {}

  record Ion(Token at) implements Term {}

  /** A question mark; {@code index} counts them from 0. */
  record Parameter(Token at, int index) implements Term {}

  /** {@code [a, …]}, or {@code (a, b, …)}. */
  record Elements(Token at, List<Term> elements) implements Term {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /** {@code << a, … >>}. */
  record Bag(Token at, List<Term> elements) implements Term {
    public Bag {
      elements = List.copyOf(elements);
    }
  }

  /** <code>{'name': value, …}</code>. */
  record Struct(Token at, List<Entry> entries) implements Term {
    public Struct {
      entries = List.copyOf(entries);
    }
  }

  record Entry(String name, Term value) {}

  /** {@code name(a, …)}; an asterisk is no argument. */
  record Call(Token at, List<Term> arguments) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A subquery; {@code select} is its first word. */
  record Subquery(Token at, Token select) implements Term {}

  /** At least two, joined by AND or by OR. */
  record Joined(Token at, boolean isOr, List<Term> terms) implements Term {
    public Joined {
      terms = List.copyOf(terms);
    }
  }

  record Not(Token at, Term term) implements Term {}

  /** {@code left operator right}: a comparison, arithmetic, or LIKE. */
  record Infix(Token at, String operator, Term left, Term right) implements Term {}

  /** A sign before what is no number. */
  record Sign(Token at, Term term) implements Term {}

  record Between(Token at, Term term, Term lower, Term upper) implements Term {}

  record In(Token at, Term term, Term candidates) implements Term {}

  /** {@code term IS type}, the type as its words in upper case. */
  record Is(Token at, Term term, String type) implements Term {}
}
