package io.larder.protocol.partiql;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.ItemSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes values of literals and parameters. */
final class Values {
  private static final String NESTING = "Nesting Levels have exceeded supported limits";
  private static final String BAG =
      "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags";

  private final Tokens tokens;
  private final List<AttributeValue> parameters;

  Values(Tokens tokens, List<AttributeValue> parameters) {
    this.tokens = tokens;
    this.parameters = parameters;
  }

  /** True if the term is a value rather than a part of an item or a computation. */
  static boolean isValue(Term term) {
    return switch (term) {
      case Term.Text _,
          Term.Numeral _,
          Term.Truth _,
          Term.Null _,
          Term.Missing _,
          Term.Ion _,
          Term.Parameter _,
          Term.Elements _,
          Term.Bag _,
          Term.Struct _ ->
          true;
      case Term.Path _,
          Term.Name _,
          Term.Call _,
          Term.Subquery _,
          Term.Joined _,
          Term.Not _,
          Term.Infix _,
          Term.Sign _,
          Term.Between _,
          Term.In _,
          Term.Is _ ->
          false;
    };
  }

  /**
   * @throws ServiceException Validation, if the service has no such value
   */
  AttributeValue value(Term term) {
    return value(term, "", 0);
  }

  /** The members of a map as the attributes of an item, each a value by itself. */
  Map<String, AttributeValue> item(Term.Struct struct) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (Term.Entry entry : struct.entries()) {
      requireName(entry.name());
      attributes.put(entry.name(), value(entry.value()));
    }
    return attributes;
  }

  /** {@code path} leads to the term within the value that it is part of. */
  private AttributeValue value(Term term, String path, int depth) {
    if (depth >= AttributeValue.MAX_NESTING) {
      throw ServiceException.validation(NESTING + under(path));
    }
    return switch (term) {
      case Term.Text(var at) -> new Str(at.text());
      case Term.Numeral(_, var text) -> new AttributeValue.Num(number(text, path));
      case Term.Truth(_, var truth) -> new Bool(truth);
      case Term.Null _ -> new AttributeValue.Null();
      case Term.Parameter(_, var index) -> parameter(index, depth);
      case Term.Elements(_, var elements) -> {
        List<AttributeValue> values = new ArrayList<>(elements.size());
        for (Term element : elements) {
          values.add(value(element, path + "[" + values.size() + "]", depth + 1));
        }
        yield new ListOf(values);
      }
      case Term.Struct(_, var entries) -> {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        for (Term.Entry entry : entries) {
          requireName(entry.name());
          members.put(entry.name(), value(entry.value(), path + "." + entry.name(), depth + 1));
        }
        yield new MapOf(members);
      }
      case Term.Bag bag -> set(bag, path);
      case Term.Ion(var at) ->
          throw ServiceException.validation(
              "Ion Literals are not supported: "
                  + IonTypes.of(at.text())
                  + under(path).replace("under", "under key")
                  + position(at));
      case Term.Call(var at, _) -> throw unsupported(path.isEmpty() ? at.text() : "Call", path, at);
      case Term.Missing(var at) -> throw unsupported("Missing", path, at);
      case Term.Name(var at) -> throw unsupported("Id", path, at);
      case Term.Path(var at, _, _) -> throw unsupported("Path", path, at);
      case Term.Subquery _,
          Term.Joined _,
          Term.Not _,
          Term.Infix _,
          Term.Sign _,
          Term.Between _,
          Term.In _,
          Term.Is _ ->
          throw unsupported("NAry", path, term.at());
    };
  }

  private static DynamoNumber number(String text, String path) {
    try {
      return DynamoNumber.parseAsDecimal(text);
    } catch (ServiceException e) {
      throw ServiceException.validation(e.error().message() + under(path));
    }
  }

  private AttributeValue parameter(int index, int depth) {
    AttributeValue value = parameters.get(index);
    if (levels(value) + depth > AttributeValue.MAX_NESTING) {
      throw ServiceException.validation(NESTING);
    }
    return value;
  }

  private static int levels(AttributeValue value) {
    int deepest = 0;
    switch (value) {
      case ListOf(var elements) -> {
        for (AttributeValue element : elements) {
          deepest = Math.max(deepest, levels(element));
        }
      }
      case MapOf(var members) -> {
        for (AttributeValue member : members.values()) {
          deepest = Math.max(deepest, levels(member));
        }
      }
      default -> {}
    }
    return deepest + 1;
  }

  private AttributeValue set(Term.Bag bag, String path) {
    List<Term> members = bag.elements();
    if (members.isEmpty()) {
      throw ServiceException.validation("Empty bags are not supported");
    }
    Term first = members.getFirst();
    return switch (first) {
      case Term.Text _ -> strings(members, path);
      case Term.Numeral _ -> numbers(members, path);
      default -> throw ServiceException.validation(BAG + position(first.at()));
    };
  }

  private AttributeValue strings(List<Term> members, String path) {
    List<String> texts = new ArrayList<>(members.size());
    for (Term member : members) {
      if (!(member instanceof Term.Text(var at))) {
        throw noMember(member, path, BAG + position(member.at()));
      }
      texts.add(at.text());
    }
    if (new HashSet<>(texts).size() < texts.size()) {
      throw ServiceException.invalidParameter(
          "Input collection [" + String.join(", ", texts) + "] contains duplicates.");
    }
    return new StrSet(texts);
  }

  private AttributeValue numbers(List<Term> members, String path) {
    List<DynamoNumber> numbers = new ArrayList<>(members.size());
    List<String> texts = new ArrayList<>(members.size());
    for (Term member : members) {
      if (!(member instanceof Term.Numeral(_, var text))) {
        throw noMember(member, path, BAG);
      }
      numbers.add(number(text, path));
      texts.add(text);
    }
    Set<DynamoNumber> distinct = new HashSet<>(numbers);
    if (distinct.size() < numbers.size()) {
      throw ServiceException.invalidParameter(
          "Input collection [" + String.join(", ", texts) + "] contains duplicates!" + under(path));
    }
    return new NumSet(numbers);
  }

  private ServiceException noMember(Term member, String path, String otherwise) {
    return member instanceof Term.Parameter(var at, _)
        ? unsupported("Parameter", path, at)
        : ServiceException.validation(otherwise);
  }

  private ServiceException unsupported(String type, String path, Token at) {
    return ServiceException.validation(
        "Unsupported data type: " + type + " under key root" + path + position(at));
  }

  private static String under(String path) {
    return " under root" + path;
  }

  private String position(Token at) {
    return " at " + tokens.position(at);
  }

  static void requireName(String name) {
    if (name.isEmpty()) {
      throw ServiceException.validation("Path component cannot be an empty string");
    }
    if (ItemSize.isLongName(name)) {
      throw ServiceException.validation(Messages.LONG_NAME);
    }
  }
}
