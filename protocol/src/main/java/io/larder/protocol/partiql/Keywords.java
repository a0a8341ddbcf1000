package io.larder.protocol.partiql;

import java.util.Locale;
import java.util.Set;

/**
 * The words of PartiQL.
 *
 * @see <a href="https://github.com/partiql/partiql-lang-kotlin">PartiQL's lexer</a>
 */
final class Keywords {
  /** Where a term should begin these are no names. */
  static final Set<String> OF_CLAUSES =
      Set.of(
          "SELECT",
          "FROM",
          "WHERE",
          "INSERT",
          "INTO",
          "VALUE",
          "VALUES",
          "UPDATE",
          "DELETE",
          "SET",
          "REMOVE",
          "ORDER",
          "BY",
          "GROUP",
          "HAVING",
          "LIMIT",
          "AS",
          "AT",
          "ON",
          "RETURNING",
          "UNION",
          "ASC",
          "DESC",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "EXISTS");

  static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT", "IS", "IN", "LIKE", "BETWEEN");

  /** What may follow a table, and so is no other name for it. */
  static final Set<String> AFTER_TABLE =
      Set.of(
          "WHERE",
          "SET",
          "REMOVE",
          "ORDER",
          "RETURNING",
          "VALUE",
          "VALUES",
          "LIMIT",
          "OFFSET",
          "GROUP",
          "HAVING",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "ON",
          "AT",
          "LET",
          "AND",
          "OR",
          "NOT",
          "IF");

  static final Set<String> JOINS = Set.of("JOIN", "INNER", "LEFT", "RIGHT", "OUTER", "CROSS");

  /** The types that IS may name, by their words. */
  static final Set<String> TYPES =
      Set.of(
          "MISSING",
          "NULL",
          "BOOL",
          "BOOLEAN",
          "BLOB",
          "STRING",
          "NUMERIC",
          "STRUCT",
          "TUPLE",
          "LIST",
          "SMALLINT",
          "INT",
          "INTEGER",
          "INT4",
          "INT8",
          "BIGINT",
          "FLOAT",
          "REAL",
          "DECIMAL",
          "TIMESTAMP",
          "DATE",
          "TIME",
          "CHAR",
          "CHARACTER",
          "VARCHAR",
          "SYMBOL",
          "CLOB",
          "SEXP",
          "BAG",
          "ANY");

  /** These cannot be steps of a path unless they are quoted. */
  private static final Set<String> RESERVED =
      Set.of(
          """
          inner absolute action add all allocate alter and any are as asc assertion at authorization
          avg bag begin between bigint bit bit_length blob bool boolean by can_cast
          can_lossless_cast cascade cascaded case cast catalog char char_length character
          character_length check clob close coalesce collate collation column commit conflict
          connect connection constraint constraints continue convert corresponding count create
          cross current current_date current_time current_timestamp current_user cursor date
          date_add date_diff deallocate dec decimal declare default deferrable deferred delete desc
          describe descriptor diagnostics disconnect distinct do domain double drop else end escape
          except exception exec execute exists external extract false fetch first float for foreign
          found from full get global go goto grant group having identity immediate in index
          indicator initially input insensitive insert int integer integer2 integer4 integer8
          intersect interval into is isolation join key language last left let level like limit list
          local lower match max min missing modified module names national natural nchar new next
          no not nothing null nullif nulls numeric octet_length of offset old on only open option or
          order outer output overlaps pad partial pivot position precision prepare preserve primary
          prior privileges procedure public read real references relative remove restrict returning
          revoke right rollback rows schema scroll section select session session_user set sexp size
          smallint some space sql sqlcode sqlerror sqlstate string struct substring sum symbol
          system_user table temporary then time timestamp to transaction translate trim true tuple
          union unique unknown unpivot update upper usage user using value values varchar varying
          view when whenever where with work write zone
          """
              .split("\\s+"));

  private Keywords() {}

  static boolean isReserved(String word) {
    return RESERVED.contains(word.toLowerCase(Locale.ROOT));
  }
}
