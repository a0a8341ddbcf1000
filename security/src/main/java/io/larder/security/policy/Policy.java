package io.larder.security.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A policy document, read and compiled. Immutable. */
public final class Policy {
  private final String json;
  private final PolicyKind kind;
  private final List<Statement> statements;
  private final @Nullable String problem;

  private Policy(
      String json, PolicyKind kind, List<Statement> statements, @Nullable String problem) {
    this.json = json;
    this.kind = kind;
    this.statements = List.copyOf(statements);
    this.problem = problem;
  }

  /**
   * The policy that a document is.
   *
   * @throws MalformedPolicyException if it is none of this kind, or too long for it
   */
  public static Policy parse(String json, PolicyKind kind) {
    // Before anything is counted: what is this long is too long for every kind.
    if (json.length() > MAX_CHARACTERS || kind.sizeOf(json) > kind.maxSize()) {
      throw MalformedPolicyException.tooLarge(kind.maxSize());
    }
    return new Policy(json, kind, PolicyReader.read(json, kind), null);
  }

  /**
   * The policy that a stored document is. One that cannot be read denies everything, whatever it
   * once said: {@link #problem} tells why.
   */
  public static Policy load(String json, PolicyKind kind) {
    try {
      return parse(json, kind);
    } catch (MalformedPolicyException e) {
      return new Policy(json, kind, List.of(Statement.denyAll()), e.getMessage());
    }
  }

  /** With its white space. */
  private static final int MAX_CHARACTERS = 128 * 1024;

  /** The document as it was given. */
  public String json() {
    return json;
  }

  /** What it was read as. */
  public PolicyKind kind() {
    return kind;
  }

  /** What counts against {@link PolicyKind#maxSize}. */
  public int size() {
    return kind.sizeOf(json);
  }

  /** Why the policy denies everything: it cannot be read. Null if it can. */
  public @Nullable String problem() {
    return problem;
  }

  /** Condition keys and variables that its statements ask for, in lower case. */
  public Set<String> conditionKeys() {
    Set<String> keys = new TreeSet<>();
    statements.forEach(statement -> statement.addKeysTo(keys));
    return keys;
  }

  /** What is legal but hardly meant, in words for the author. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    statements.forEach(statement -> statement.addWarningsTo(warnings));
    return warnings;
  }

  /**
   * The document with other names of AWS principals, such as the unique ids of users and roles for
   * their ARNs: a document should be kept with ids, so that who is made anew under an old name
   * inherits nothing of it. Both are understood.
   *
   * @param change of an ARN, an account, an id or a star; gives back what it has no other name for
   */
  public String withPrincipals(UnaryOperator<String> change) {
    return problem == null ? PrincipalNames.replace(json, change) : json;
  }

  /** Whether a statement allows all actions on all resources. */
  public boolean allowsEverything() {
    return statements.stream().anyMatch(Statement::allowsEverything);
  }

  /** Whether there is a statement that allows something. */
  public boolean allowsAnything() {
    return statements.stream().anyMatch(statement -> statement.effect() == Effect.ALLOW);
  }

  /** Whether it lets in who is neither named nor told by where the request comes from. */
  public boolean isPublic() {
    return statements.stream().anyMatch(Statement::isPublic);
  }

  List<Statement> statements() {
    return statements;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy policy && kind == policy.kind && json.equals(policy.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json;
  }
}
