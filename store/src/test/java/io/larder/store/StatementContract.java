package io.larder.store;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.statement.BatchExecuteStatementDraft;
import io.larder.protocol.draft.statement.ExecuteStatementDraft;
import io.larder.protocol.draft.statement.ExecuteTransactionDraft;
import io.larder.protocol.draft.statement.StatementDraft;
import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchExecuteStatementResponse;
import io.larder.protocol.operation.BatchStatementResponse;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.ExecuteTransactionResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Response;
import io.larder.store.partiql.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PartiQL statements. */
interface StatementContract extends StoreFixture {
  private static StatementDraft statement(String text, AttributeValue... parameters) {
    var draft = new StatementDraft();
    fill(draft, text, parameters);
    return draft;
  }

  private static void fill(StatementDraft draft, String text, AttributeValue... parameters) {
    draft.statement = text;
    draft.parameters = parameters.length == 0 ? null : List.of(parameters);
  }

  private static ExecuteStatementDraft draft(String text, AttributeValue... parameters) {
    var draft = new ExecuteStatementDraft();
    fill(draft.statement, text, parameters);
    return draft;
  }

  private ExecuteStatementResponse run(ExecuteStatementDraft draft) {
    var statements = new Statements(store());
    ExecuteStatementRequest request = draft.check();
    Lookup found = statements.look(request, read -> (Lookup.Miss) () -> store().read(read));
    Response alone = found instanceof Lookup.Miss miss ? miss.read() : null;
    var answer = (ExecuteStatementResponse) statements.run(request).join();
    if (alone != null) {
      // What comes to one read is answered alike by that alone.
      assertThat(alone).isEqualTo(answer);
    }
    return answer;
  }

  private ExecuteStatementResponse run(String text, AttributeValue... parameters) {
    return run(draft(text, parameters));
  }

  private List<Map<String, AttributeValue>> items(String text, AttributeValue... parameters) {
    return attributes(run(text, parameters).items());
  }

  private static List<Map<String, AttributeValue>> attributes(List<Item> items) {
    return items.stream().<Map<String, AttributeValue>>map(Item::attributes).toList();
  }

  /** The sort keys of what a statement returns, through all its pages. */
  private List<String> sortKeys(ExecuteStatementDraft draft) {
    List<String> keys = new ArrayList<>();
    do {
      ExecuteStatementResponse page = run(draft);
      for (Map<String, AttributeValue> attributes : attributes(page.items())) {
        keys.add(
            attributes.get("pk") instanceof AttributeValue.Str(var partition)
                    && attributes.get("sk") instanceof AttributeValue.Num(var number)
                ? partition + number
                : "?");
      }
      draft.nextToken = page.nextToken();
    } while (draft.nextToken != null);
    return keys;
  }

  private void createNumbered() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:N")
            .global("byOwner", "owner:S", "sk:N")
            .local("byTitle", "pk:S", "title:S"));
    for (String partition : List.of("a", "b")) {
      for (int i = 1; i <= 4; i++) {
        save(
            "pk",
            s(partition),
            "sk",
            n(i),
            "owner",
            s("o" + i % 2),
            "title",
            s("t" + (9 - i)),
            "n",
            n(i * 10),
            "m",
            new AttributeValue.MapOf(
                item("x", n(i), "l", new AttributeValue.ListOf(List.of(s("u"), s("v"))))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pk = 'a' | a1,a2,a3,a4",
        "'a' = pk AND 2 = sk | a2",
        "pk = 'a' AND sk = 9 | ",
        "pk = 'a' AND sk > 1 AND sk < 4 | a2,a3",
        "pk = 'a' AND sk >= 3 AND n < 40 | a3",
        "pk = 'a' AND sk BETWEEN 2 AND 3 | a2,a3",
        "pk = 'a' AND sk IN [3, 1, 7] | a3,a1",
        "pk = 'a' AND sk IN (3) | a3",
        "pk = 'a' AND sk <> 2 | a1,a3,a4",
        "pk = 'a' AND NOT sk = 2 | a1,a3,a4",
        "pk = 'a' AND (n = 10 OR n = 40) | a1,a4",
        "pk = 'a' AND (sk = 1 OR sk = 4) AND n > 10 | a4",
        "pk IN ['b', 'a'] AND sk = 1 | b1,a1",
        "pk = 'a' AND sk = 1 OR pk = 'b' AND sk > 2 | a1,b3,b4",
        "pk = 'a' AND pk = 'b' | ",
        "pk = 'a' AND pk IN ['a'] AND sk = 2 | a2",
        "pk = 'a' AND attribute_exists(m.x) = true AND contains(m.l, 'u') AND sk = 4 | a4",
        "pk = 'a' AND attribute_exists(zz) = attribute_exists(yy) AND sk = 4 | a4",
        "pk = 'a' AND size(pk) = 1 AND n IS NUMERIC AND n IS NOT NULL AND sk IN [1,2] | a1,a2",
        "pk = 'a' AND zz IS MISSING AND NOT zz = 1 AND zz <> 1 AND sk = 1 | a1",
        "pk = 'a' AND (zz IS NULL OR n NOT BETWEEN 20 AND 30) | a1,a4",
        "pk = 'a' AND n NOT IN [10, 20] AND begins_with(title, 't') | a3,a4",
        "pk = 'a' AND sk < 3 ORDER BY sk DESC | a2,a1",
        "pk = 'a' ORDER BY pk | a4,a3,a2,a1",
        "pk IN ['a','b'] AND sk < 3 ORDER BY pk DESC, sk ASC | b1,b2,a1,a2",
        "pk = 'a' AND sk IN [1,3,2] ORDER BY sk | a1,a2,a3",
      })
  default void aSelectReadsWhatItsConditionSays(String condition, @Nullable String expected) {
    createNumbered();
    var draft = draft("SELECT * FROM " + TABLE + " WHERE " + condition);

    assertThat(sortKeys(draft))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));

    draft.limit = 1;
    draft.statement.consistentRead = true;
    assertThat(sortKeys(draft))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));
  }

  @Test
  default void aSelectWithoutAKeyScans() {
    createNumbered();

    assertThat(sortKeys(draft("SELECT * FROM " + TABLE + " WHERE n >= 30")))
        .containsExactlyInAnyOrder("a3", "a4", "b3", "b4");
    assertThat(sortKeys(draft("SELECT * FROM " + TABLE + " WHERE pk = 'a' OR n = 10")))
        .containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "b1");
  }

  @Test
  default void whatIsSelectedIsNamedByTheEndOfItsPath() {
    createNumbered();

    assertThat(
            items(
                "SELECT m.x, m.l[1], n, zz FROM " + TABLE + " WHERE pk = ? AND sk = ?",
                s("a"),
                n(2)))
        .containsExactly(item("x", n(2), "l[1]", s("v"), "n", n(20)));
    assertThat(items("SELECT n FROM " + TABLE + " WHERE pk = 'a' AND sk <= 2 AND n > 10"))
        .containsExactly(item("n", n(20)));
    assertThat(items("SELECT n FROM " + TABLE + " WHERE pk = 'a' AND sk <> 1 AND sk < 3"))
        .containsExactly(item("n", n(20)));
  }

  @Test
  default void indexesAreReadByTheirKeys() {
    createNumbered();

    assertThat(
            sortKeys(
                draft("SELECT pk, sk FROM \"Music\".\"byOwner\" WHERE owner = 'o1' AND sk < 2")))
        .containsExactlyInAnyOrder("a1", "b1");
    assertThat(sortKeys(draft("SELECT * FROM Music.byTitle WHERE pk = 'a'")))
        .containsExactly("a4", "a3", "a2", "a1");
    assertThat(items("SELECT n FROM Music.byTitle WHERE pk = 'a' AND title = 't8'"))
        .containsExactly(item("n", n(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FROM Music.nope | The table does not have the specified index",
        "FROM Music WHERE pk = 1 | Key attribute's data type should match its data type in table's"
            + " schema: Key pk",
        "FROM Music WHERE pk = true OR n = 1 | Key value must be of type S, N, or B. Key name: pk,"
            + " Key type: BOOL",
        "FROM Music WHERE pk = 'a' AND sk > 'x' | Key attribute's data type should match its data"
            + " type in table's schema: Key sk",
        "FROM Music WHERE pk = 'a' OR pk = 'a' AND sk = 1 | Overlapping conditions with range keys"
            + " are not supported in where clause",
        "FROM Music WHERE pk IN ['a', 'a'] | Overlapping conditions with range keys are not"
            + " supported in where clause",
        "FROM Music WHERE pk = 'a' AND (sk < 3 OR sk BETWEEN 2 AND 5) | Overlapping conditions with"
            + " range keys are not supported in where clause",
        "FROM Music ORDER BY sk | Must have WHERE clause in the statement when using ORDER BY"
            + " clause.",
        "FROM Music WHERE pk = 'a' ORDER BY n | Attribute n in ORDER BY clause must be part of the"
            + " primary key",
        "FROM Music WHERE pk = 'a' ORDER BY m.x | Argument to ORDER BY must be of type"
            + " VariableReference. Type: PATH at 1:45:1",
        "FROM Music WHERE n = 1 ORDER BY sk | Must have at least one non-optional hash key"
            + " condition in WHERE clause when using ORDER BY clause.",
        "FROM Music WHERE pk IN ['a','b'] ORDER BY sk | Must have hash key in ORDER BY clause when"
            + " more than one hash key condition specified in WHERE clause.",
        "FROM Music.byOwner WHERE owner = 'o1' AND n = 1 | One or more parameter values were"
            + " invalid: Secondary index byOwner does not project one or more filter attributes:"
            + " [n]",
      })
  default void aSelectThatCannotBeMadeIsRefused(String rest, String message) {
    createNumbered();

    assertThat(refusal(() -> run("SELECT * " + rest)))
        .isEqualTo(new ServiceError.Validation(message));
  }

  @Test
  default void conditionsThatAreJoinedMayAskForWhatAnIndexDoesNotHold() {
    createNumbered();

    assertThat(items("SELECT * FROM Music.byOwner WHERE owner = 'o1' AND (n = 1 OR n > 1)"))
        .isEmpty();
    assertThat(
            items(
                "SELECT sk FROM Music.byOwner WHERE owner = 'o1' AND n = 1 OR owner = 'o2' AND n >"
                    + " 1"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attribute_exists(late)",
        "pk = 'a' AND (attribute_exists(late) OR late = 1)",
        "late = 1 AND pk <> 'z'",
      })
  default void aFilterOfALocalIndexDoesNotSeeWhatIsFetched(String condition) {
    create(NewTable.named("Kept", "pk:S", "sk:N").local("byTitle", "pk:S", "title:S", "none"));
    store()
        .write(
            Requests.put(
                "Kept", "pk", s("a"), "sk", n(1), "title", s("t"), "late", n(1), "other", n(2)))
        .join();

    assertThat(items("SELECT late, other FROM Kept.byTitle WHERE " + condition)).isEmpty();
    assertThat(items("SELECT late FROM Kept.byTitle WHERE pk = 'a'"))
        .containsExactly(item("late", n(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pk = 'a' AND sk <> 2 OR pk = 'a'",
        "pk = 'a' AND sk <> 2 OR pk = 'a' AND sk = 2",
        "pk = 'a' AND NOT sk = 2 OR pk = 'a' AND NOT sk = 3",
        "pk IN ['a', 'a'] AND sk <> 0",
        "pk IN ['a', 'a'] AND sk > 0 AND sk < 100",
      })
  default void anItemThatSeveralAlternativesNameComesOnce(String condition) {
    createNumbered();
    List<Map<String, AttributeValue>> all = items("SELECT * FROM Music WHERE pk = 'a'");

    assertThat(items("SELECT * FROM Music WHERE " + condition))
        .hasSizeGreaterThan(2)
        .containsExactlyElementsOf(all);
  }

  @Test
  default void whatAGlobalIndexDoesNotHoldOrTellIsRefused() {
    createNumbered();
    var consistent = draft("SELECT * FROM Music.byOwner WHERE owner = 'o1'");
    consistent.statement.consistentRead = true;

    assertThat(refusal(() -> run(consistent)).message())
        .isEqualTo("Strongly consistent read is not supported on Global Secondary Indexes");
    assertThat(refusal(() -> run("SELECT n, title FROM Music.byOwner")).message())
        .endsWith("Global secondary index byOwner does not project [n, title]");
  }

  @Test
  default void moreReadsThanOneStatementMayMakeAreRefused() {
    createNumbered();
    String many = String.join(",", IntStream.range(0, 51).mapToObj(i -> "'k" + i + "'").toList());
    String factors = " AND (sk = 1 OR sk = 2) AND (sk = 3 OR sk = 4) AND (sk = 5 OR sk = 6)";

    assertThat(refusal(() -> run("SELECT * FROM Music WHERE pk IN [" + many + "]")).message())
        .isEqualTo("Too many decomposed read operations for a given query.");
    assertThat(
            refusal(() -> run("SELECT * FROM Music WHERE pk = 'a'" + factors.repeat(8))).message())
        .isEqualTo("Too many decomposed read operations for a given query.");
    assertThat(items("SELECT * FROM Music WHERE n = 1" + factors.repeat(8))).isEmpty();
  }

  @Test
  default void aTokenGoesWithItsStatement() {
    createNumbered();
    var draft = draft("SELECT * FROM Music WHERE pk = ?", s("a"));
    draft.limit = 2;
    ExecuteStatementResponse first = run(draft);

    assertThat(first.lastEvaluatedKey()).isEqualTo(item("pk", s("a"), "sk", n(2)));
    draft.nextToken = first.nextToken();
    draft.limit = 1;
    assertThat(attributes(run(draft).items()))
        .extracting(found -> found.get("sk"))
        .containsExactly(n(3));
    var other = draft("SELECT * FROM Music WHERE pk = ?", s("b"));
    other.nextToken = first.nextToken();
    assertThat(refusal(() -> run(other)).message()).isEqualTo("NextToken does not match request");
    String token = Objects.requireNonNull(first.nextToken());
    for (String broken : List.of("", "abc", "!", token.substring(2), token + "AAAA")) {
      draft.nextToken = broken;
      assertThat(refusal(() -> run(draft)).message())
          .isIn("Invalid NextToken", "NextToken does not match request");
    }
    for (int at = 0; at < token.length(); at++) {
      draft.nextToken =
          token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
      try {
        assertThat(attributes(run(draft).items()))
            .allMatch(found -> s("a").equals(found.get("pk")));
      } catch (ServiceException e) {
        assertThat(e.error()).isInstanceOf(ServiceError.Validation.class);
      }
    }
  }

  @Test
  default void answersOfManyPartitionKeysAreShort() {
    create(NewTable.named(TABLE, "pk:S", ""));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      save("pk", s("k" + i));
      keys.add("'k" + i + "'");
    }
    var draft = draft("SELECT pk FROM Music WHERE pk IN [" + String.join(",", keys) + "]");

    ExecuteStatementResponse first = run(draft);
    draft.nextToken = first.nextToken();
    ExecuteStatementResponse second = run(draft);
    draft.nextToken = second.nextToken();
    ExecuteStatementResponse third = run(draft);

    assertThat(first.items()).hasSize(10);
    assertThat(second.items()).hasSize(10);
    assertThat(attributes(third.items()))
        .containsExactly(
            item("pk", s("k20")),
            item("pk", s("k21")),
            item("pk", s("k22")),
            item("pk", s("k23")),
            item("pk", s("k24")));
    assertThat(third.nextToken()).isNull();
  }

  @Test
  default void anInsertReplacesNothing() {
    createNumbered();

    assertThat(
            items(
                "INSERT INTO Music VALUE {'pk':'c','sk':1,'x':<<1,2>>,'y':[?,{'z':NULL}]}", s("p")))
        .isEmpty();
    assertThat(read("pk", s("c"), "sk", n(1)))
        .containsEntry(
            "y",
            new AttributeValue.ListOf(
                List.of(s("p"), new AttributeValue.MapOf(item("z", new AttributeValue.Null())))));
    assertThat(refusal(() -> run("INSERT INTO Music VALUE {'pk':'c','sk':1}")))
        .isEqualTo(new ServiceError.DuplicateItem("Duplicate primary key exists in table"));
    assertThat(refusal(() -> run("INSERT INTO Music VALUE {'pk':'c'}")).message())
        .isEqualTo("One or more parameter values were invalid: Missing the key sk in the item");
    assertThat(refusal(() -> run("INSERT INTO Music VALUE {'pk':1,'sk':1}")).message())
        .isEqualTo(
            "Key attribute's data type should match its data type in table's schema: Key pk");
  }

  @Test
  default void anUpdateMakesNothing() {
    createNumbered();

    assertThat(
            items(
                "UPDATE Music SET n = n + 1, k = m.x SET s = set_add(s, <<'q'>>) REMOVE m.l[0]"
                    + " WHERE pk = 'a' AND sk = 1 AND n = 10 RETURNING MODIFIED NEW *"))
        .containsExactly(
            item(
                "n",
                n(11),
                "k",
                n(1),
                "s",
                new AttributeValue.StrSet(List.of("q")),
                "m",
                new AttributeValue.MapOf(item("l", new AttributeValue.ListOf(List.of(s("v")))))));
    assertThat(
            items(
                "UPDATE Music SET s = set_delete(s, <<'q'>>) WHERE pk = 'a' AND sk = 1"
                    + " RETURNING MODIFIED NEW *"))
        .isEmpty();
    assertThat(
            items(
                "FROM Music WHERE pk = 'a' AND sk = 1 SET l = list_append(['x'], ['y'])"
                    + " RETURNING MODIFIED OLD *"))
        .isEmpty();
    assertThat(refusal(() -> run("UPDATE Music SET x = 1 WHERE pk = 'zz' AND sk = 1")))
        .isInstanceOf(ServiceError.ConditionalCheckFailed.class);
    assertThat(read("pk", s("zz"), "sk", n(1))).isNull();
    var withItem = draft("UPDATE Music SET x = 1 WHERE pk = 'a' AND sk = 2 AND n = 1");
    withItem.statement.onConditionCheckFailure = "ALL_OLD";
    assertThat(refusal(() -> run(withItem)))
        .isInstanceOfSatisfying(
            ServiceError.ConditionalCheckFailed.class, e -> assertThat(e.item()).isNotNull());
    assertThat(refusal(() -> run("UPDATE Music SET pk = 'x' WHERE pk = 'a' AND sk = 1")).message())
        .endsWith("Cannot update attribute pk. This attribute is part of the key");
  }

  @Test
  default void aDeleteAsksItsConditionOfWhatIsThere() {
    createNumbered();

    assertThat(items("DELETE FROM Music WHERE pk = 'zz' AND sk = 1 AND n = 1 RETURNING ALL OLD *"))
        .isEmpty();
    assertThat(refusal(() -> run("DELETE FROM Music WHERE pk = 'a' AND sk = 1 AND n = 1")))
        .isInstanceOf(ServiceError.ConditionalCheckFailed.class);
    assertThat(items("DELETE FROM Music WHERE pk = 'a' AND sk = 1 AND n = 10 RETURNING ALL OLD *"))
        .hasSize(1);
    assertThat(read("pk", s("a"), "sk", n(1))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DELETE FROM Music | Where clause does not contain a mandatory equality on all key"
            + " attributes",
        "DELETE FROM Music WHERE pk = 'a' | Where clause does not contain a mandatory equality on"
            + " all key attributes",
        "DELETE FROM Music WHERE pk = 'a' AND sk IN [1] | Where clause does not contain a mandatory"
            + " equality on all key attributes",
        "DELETE FROM Music WHERE pk = 'a' AND sk = 1 OR pk = 'a' AND sk = 1 | Where clause does not"
            + " contain a mandatory equality on all key attributes",
        "UPDATE Music SET x = 1 WHERE pk = 'a' AND sk = 1 AND sk = 2 | Multiple conditions on same"
            + " key sk. Only single item Update/Insert/Delete are supported",
        "UPDATE Music SET x = 1 WHERE pk = 'a' AND sk = '1' | Key attribute's data type should"
            + " match its data type in table's schema: Key sk",
        "UPDATE Music SET x = nope WHERE pk = 'a' AND sk = 1 | The provided expression refers to an"
            + " attribute that does not exist in the item",
      })
  default void aWriteOfNoOneItemIsRefused(String statement, String message) {
    createNumbered();

    assertThat(refusal(() -> run(statement))).isEqualTo(new ServiceError.Validation(message));
    assertThat(read("pk", s("a"), "sk", n(1))).isNotNull();
  }

  @Test
  default void aTableThatIsNotThereIsNotNamed() {
    for (String statement :
        List.of(
            "SELECT * FROM Nope",
            "SELECT * FROM Nope.index",
            "INSERT INTO Nope VALUE {'pk':'a'}",
            "UPDATE Nope SET a = 1 WHERE pk = 'a'",
            "DELETE FROM Nope WHERE pk = 'a'")) {
      assertThat(refusal(() -> run(statement)))
          .isEqualTo(new ServiceError.ResourceNotFound("Requested resource not found"));
    }
  }

  @Test
  default void whatStatementsConsumeIsWhatTheirReadsAndWritesDo() {
    createNumbered();
    for (String statement :
        List.of(
            "SELECT * FROM Music WHERE pk = 'a' AND sk = 1",
            "SELECT * FROM Music WHERE pk = 'a'",
            "SELECT * FROM Music WHERE pk = 'a' AND n = 1")) {
      var draft = draft(statement);
      draft.returnConsumedCapacity = "TOTAL";
      assertThat(Objects.requireNonNull(run(draft).consumedCapacity()).total())
          .isEqualTo(new Capacity(0.5, null, null));
    }
    var two = draft("SELECT * FROM Music WHERE pk = 'a' AND (sk = 1 OR sk = 2)");
    two.returnConsumedCapacity = "TOTAL";
    two.statement.consistentRead = true;
    assertThat(Objects.requireNonNull(run(two).consumedCapacity()).total())
        .isEqualTo(new Capacity(2, null, null));
  }

  // Batches

  private BatchExecuteStatementResponse batch(StatementDraft... statements) {
    var draft = new BatchExecuteStatementDraft();
    draft.statements = List.of(statements);
    return (BatchExecuteStatementResponse) new Statements(store()).run(draft.check()).join();
  }

  private static String outcome(BatchStatementResponse response) {
    BatchStatementResponse.Failure error = response.error();
    String what =
        error != null
            ? error.code() + (error.item() == null ? "" : "+item")
            : response.item() == null ? "-" : response.item().attributes().keySet().toString();
    return what + "@" + response.tableName();
  }

  @Test
  default void eachStatementOfABatchFailsForItself() {
    createNumbered();
    StatementDraft withItem = statement("UPDATE Music SET x = 1 WHERE pk='a' AND sk=3 AND n=0");
    withItem.onConditionCheckFailure = "ALL_OLD";

    BatchExecuteStatementResponse written =
        batch(
            statement("INSERT INTO Music VALUE {'pk':'c','sk':1}"),
            statement("INSERT INTO Music VALUE {'pk':'a','sk':1}"),
            statement(
                "UPDATE Music SET n = ? WHERE pk='a' AND sk=2 RETURNING MODIFIED NEW *", n(7)),
            withItem,
            statement("DELETE FROM Nope WHERE pk = 'a'"),
            statement("DELETE FROM Music WHERE pk = 'a'"),
            statement("DELETE Music"));

    assertThat(written.responses())
        .extracting(StatementContract::outcome)
        .containsExactly(
            "-@Music",
            "DuplicateItem@Music",
            "[n]@Music",
            "ConditionalCheckFailed+item@Music",
            "ResourceNotFound@Nope",
            "ValidationError@null",
            "ValidationError@null");
    assertThat(read("pk", s("c"), "sk", n(1))).isNotNull();
  }

  @Test
  default void aBatchReadsItemsByTheirKeys() {
    createNumbered();

    BatchExecuteStatementResponse read =
        batch(
            statement("SELECT n FROM Music WHERE pk='a' AND sk=4"),
            statement("SELECT * FROM Music WHERE pk='zz' AND sk=4"),
            statement("SELECT m.x FROM Music WHERE pk='b' AND sk=1"),
            statement("SELECT * FROM Music WHERE pk='a'"),
            statement("SELECT * FROM Music.byOwner WHERE owner='a' AND sk=1"));

    assertThat(read.responses())
        .extracting(StatementContract::outcome)
        .containsExactly(
            "[n]@Music", "-@Music", "[x]@Music", "ValidationError@null", "ValidationError@null");
  }

  @Test
  default void aBatchIsRefusedThatMixesOrRepeats() {
    createNumbered();

    assertThat(
            refusal(
                    () ->
                        batch(
                            statement("SELECT * FROM Music WHERE pk='a' AND sk=1"),
                            statement("DELETE FROM Music WHERE pk='a' AND sk=2")))
                .message())
        .isEqualTo("Read and write requests together in the same batch is not supported.");
    assertThat(
            refusal(
                    () ->
                        batch(
                            statement("DELETE FROM Music WHERE pk='a' AND sk=2"),
                            statement("UPDATE Music SET x = 1 WHERE sk=2.0 AND pk='a'")))
                .message())
        .isEqualTo("Provided list of item keys contains duplicates");
    assertThat(read("pk", s("a"), "sk", n(2))).isNotNull();
  }

  // Transactions

  private ExecuteTransactionResponse transaction(@Nullable String token, String... statements) {
    return execute(transactionDraft(token, statements));
  }

  private ExecuteTransactionResponse execute(ExecuteTransactionDraft draft) {
    return (ExecuteTransactionResponse) new Statements(store()).run(draft.check()).join();
  }

  private ExecuteTransactionDraft transactionDraft(@Nullable String token, String... statements) {
    var draft = new ExecuteTransactionDraft();
    draft.transactStatements = new ArrayList<>();
    for (String text : statements) {
      draft.transactStatements.add(statement(text));
    }
    draft.clientRequestToken = token;
    return draft;
  }

  @Test
  default void allStatementsOfATransactionHappen() {
    createNumbered();

    ExecuteTransactionResponse response =
        transaction(
            null,
            "INSERT INTO Music VALUE {'pk':'c','sk':1}",
            "UPDATE Music SET n = 0 WHERE pk='a' AND sk=1",
            "DELETE FROM Music WHERE pk='a' AND sk=2",
            "EXISTS(SELECT * FROM Music WHERE pk='a' AND sk=3 AND n=30)");

    assertThat(response.items()).isEmpty();
    assertThat(
            attributes(
                nonNull(
                    transaction(
                            null,
                            "SELECT * FROM Music WHERE pk='c' AND sk=1",
                            "SELECT n FROM Music WHERE pk='a' AND sk=1",
                            "SELECT * FROM Music WHERE pk='a' AND sk IN [2]")
                        .items())))
        .containsExactly(item("pk", s("c"), "sk", n(1)), item("n", n(0)));
  }

  private static List<Item> nonNull(List<@Nullable Item> items) {
    return items.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  @Test
  default void aTransactionIsCancelledByOneOfItsStatements() {
    createNumbered();

    assertThat(
            codes(
                "UPDATE Music SET n = 0 WHERE pk='a' AND sk=1",
                "INSERT INTO Music VALUE {'pk':'a','sk':2}",
                "EXISTS(SELECT * FROM Music WHERE pk='zz' AND sk=3 AND n=30)"))
        .containsExactly("None", "DuplicateItem", "ConditionalCheckFailed");
    assertThat(
            codes("UPDATE Music SET n = 0 WHERE pk='a' AND sk=1", "DELETE FROM Nope WHERE pk='a'"))
        .containsExactly("None", "ResourceNotFound");
    assertThat(read("pk", s("a"), "sk", n(1))).containsEntry("n", n(10));
  }

  @Test
  default void aConditionThatFailsShowsItsItemAndAnItemThatIsThereAlreadyIsNotShown() {
    createNumbered();
    var draft =
        transactionDraft(
            null,
            "UPDATE Music SET n = 0 WHERE pk='a' AND sk=1 AND n = 0",
            "INSERT INTO Music VALUE {'pk':'a','sk':2}");
    for (var statement : Objects.requireNonNull(draft.transactStatements)) {
      statement.onConditionCheckFailure = "ALL_OLD";
    }

    assertThat(refusal(() -> execute(draft)))
        .isInstanceOfSatisfying(
            ServiceError.TransactionCanceled.class,
            cancelled ->
                assertThat(cancelled.reasons())
                    .extracting(reason -> reason.item() != null)
                    .containsExactly(true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Nope", "x", "no name"})
  default void aTableThatIsNotThereIsToldWithoutItsName(String name) {
    for (String text :
        List.of("SELECT * FROM \"%s\"", "DELETE FROM \"%s\" WHERE pk = 'a' AND sk = 1")) {
      assertThat(refusal(() -> run(text.formatted(name))))
          .isEqualTo(new ServiceError.ResourceNotFound("Requested resource not found"));
    }
  }

  @Test
  default void capacityOfABatchIsToldInTheOrderOfItsStatements() {
    createNumbered();
    create(NewTable.named("Other", "pk:S", ""));
    var draft = new BatchExecuteStatementDraft();
    draft.statements = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      draft.statements.add(statement("UPDATE Other SET n = 1 WHERE pk = '" + i + "'"));
      draft.statements.add(statement("INSERT INTO Music VALUE {'pk':'new','sk':" + i + "}"));
    }
    draft.returnConsumedCapacity = "TOTAL";

    var response =
        (BatchExecuteStatementResponse) new Statements(store()).run(draft.check()).join();

    assertThat(response.consumedCapacity())
        .extracting(ConsumedCapacity::tableName)
        .containsExactly("Other", TABLE);
  }

  @Test
  default void aValueThatNoKeyCanHaveIsAFaultOfItsStatement() {
    createNumbered();

    assertThat(refusal(() -> transaction(null, "DELETE FROM Music WHERE pk = true AND sk = 1")))
        .isEqualTo(
            new ServiceError.Validation(
                "Validation failed in TransactStatements[0]: Key value must be of type S, N, or B."
                    + " Key name: pk, Key type: BOOL"));
    assertThat(codes("DELETE FROM Music WHERE pk = 1 AND sk = 1"))
        .containsExactly("ValidationError");
  }

  private List<String> codes(String... statements) {
    return refusal(() -> transaction(null, statements))
            instanceof ServiceError.TransactionCanceled(var reasons)
        ? reasons.stream().map(CancellationReason::code).toList()
        : List.of();
  }

  @Test
  default void aTransactionThatIsSentAgainHappensOnce() {
    createNumbered();
    String add = "UPDATE Music SET n = n + 1 WHERE pk='a' AND sk=1";

    transaction("token", add);
    transaction("token", add);

    assertThat(read("pk", s("a"), "sk", n(1))).containsEntry("n", n(11));
    assertThat(refusal(() -> transaction("token", add.replace("+ 1", "+ 2"))))
        .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM Music WHERE pk='a' | Validation failed in TransactStatements[0]: Select"
            + " statements within ExecuteTransaction must specify the primary key in the where"
            + " clause.",
        "SELECT * FROM Music WHERE pk='a' AND sk=1 AND n=1 | Validation failed in"
            + " TransactStatements[0]: Select statements within ExecuteTransaction must specify the"
            + " primary key in the where clause.",
        "SELECT * FROM Music.byOwner WHERE owner='a' | Validation failed in TransactStatements[0]:"
            + " Reads on indices are not supported within transactions.",
        "EXISTS(SELECT * FROM Music WHERE pk='a' AND sk=1) | Validation failed in"
            + " TransactStatements[0]: EXISTS() must contain a single item read with additional"
            + " condition",
        "DELETE FROM Music WHERE pk='a' AND sk=1 RETURNING ALL OLD * | Validation failed in"
            + " TransactStatements[0]: RETURNING clause is not supported in ExecuteTransaction.",
        "DELETE Music | Validation failed in TransactStatements[0]: Statement wasn't well formed,"
            + " can't be processed: Expected FROM after DELETE",
      })
  default void aTransactionIsRefusedForAStatement(String statement, String message) {
    createNumbered();

    assertThat(refusal(() -> transaction(null, statement)))
        .isEqualTo(new ServiceError.Validation(message));
  }
}
