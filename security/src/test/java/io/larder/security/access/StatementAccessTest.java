package io.larder.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.draft.statement.ExecuteStatementDraft;
import io.larder.protocol.draft.statement.ExecuteTransactionDraft;
import io.larder.protocol.draft.statement.StatementDraft;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementAccessTest {
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeySchema.KeyAttribute("pk", AttributeValue.Type.S)), List.of());

  private static final List<AttributeValue> PARAMETERS =
      List.of(
          new AttributeValue.Str("first"),
          new AttributeValue.Num(DynamoNumber.parse("1.50")),
          new AttributeValue.Bin(Bytes.wrap(new byte[] {'a'})));

  private final RequestAccess access = new RequestAccess(new Arns("us-east-1", "000000000000"));

  private Access only(String statement) {
    return access.of(execute(statement)).getFirst();
  }

  private static ExecuteStatementRequest execute(String statement) {
    var draft = new ExecuteStatementDraft();
    draft.statement.statement = statement;
    draft.statement.parameters = PARAMETERS;
    return draft.check();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM Music WHERE pk = 'a' | PartiQLSelect table/Music | pk | a",
        "select Title, \"Year\" from \"Music\".\"ByYear\" where pk IN ['a', ?] and \"Sort\" > 3"
            + " order by pk desc | PartiQLSelect table/Music/index/ByYear | Title,Year,pk,Sort"
            + " | a,first",
        "SELECT a.b[0].c FROM Music WHERE ? = pk | PartiQLSelect table/Music | a,pk | first",
        "SELECT a FROM Music WHERE x = ? AND pk = ? | PartiQLSelect table/Music | a,x,pk | 1.5",
        "SELECT a FROM Music WHERE x = ? AND y = ? AND pk = ? | PartiQLSelect table/Music"
            + " | a,x,y,pk | YQ==",
        "SELECT a FROM Music WHERE pk = 007 | PartiQLSelect table/Music | a,pk | 7",
        "SELECT a FROM Music WHERE begins_with(b, 'x') AND pk = 'it''s' | PartiQLSelect table/Music"
            + " | a,b,pk | it's",
        "INSERT INTO \"Music\" VALUE {'pk':'a','m':{'inner':1},'l':[1,2]}"
            + " | PartiQLInsert table/Music | pk,m,l | a",
        "UPDATE Music SET a = b + 1 SET c.d = 'x' REMOVE e WHERE pk = 'a' AND s = 1 RETURNING ALL"
            + " NEW * | PartiQLUpdate table/Music | a,b,c,e,pk,s | a",
        "DELETE FROM Music WHERE pk = 'a' AND attribute_exists(z) RETURNING ALL OLD *"
            + " | PartiQLDelete table/Music | pk,z | a",
        "SELECT * FROM Music WHERE pk = 'a' AND x = 1 OR pk = ? AND b = 2 | PartiQLSelect"
            + " table/Music | pk,x,b | a,first",
        "SELECT * FROM Music WHERE a = 1 AND (pk = 'a' OR pk IN ['b']) | PartiQLSelect table/Music"
            + " | a,pk | a,b",
        "SELECT \"missing\" FROM Music WHERE pk = 'a' AND b IS NOT MISSING"
            + " | PartiQLSelect table/Music | missing,b,pk | a",
        "UPDATE Music SET \"remove\" = 1 WHERE pk = 'a' | PartiQLUpdate table/Music | remove,pk |"
            + " a",
      })
  void statementsAreReadAsFarAsConditionsAsk(
      String statement, String need, String attributes, String keys) {
    Access found = only(statement);

    assertThat(found.action() + " " + found.resource())
        .isEqualTo("dynamodb:" + need.replace(" ", " arn:aws:dynamodb:us-east-1:000000000000:"));
    assertThat(found.mentions().get().attributes())
        .containsExactlyInAnyOrder(attributes.split(","));
    assertThat(found.mentions().get().partitionKeyValues(0, KEY)).containsExactly(keys.split(","));
    assertThat(found.mentions().get().isOpen("pk")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM M | ALL_ATTRIBUTES",
        "SELECT * FROM M.I | ALL_PROJECTED_ATTRIBUTES",
        "SELECT a FROM M | SPECIFIC_ATTRIBUTES",
        "DELETE FROM M WHERE pk = 'a' | ",
      })
  void whatIsSelectedIsSaidByTheStatement(String statement, @Nullable String select) {
    assertThat(only(statement).mentions().get().select()).isEqualTo(select);
  }

  @Test
  void aSelectThatDoesNotNameTheKeyReadsTheWholeTable() {
    Mentions mentions = only("SELECT * FROM M WHERE a = 1").mentions().get();

    assertThat(mentions.partitionKeyValues(0, KEY)).isNull();
    assertThat(mentions.isOpen("pk")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM M WHERE pk = 'a' OR b = 'b'",
        "SELECT * FROM M WHERE NOT pk = 'a'",
        "SELECT * FROM M WHERE pk > 'a'",
        "SELECT * FROM M WHERE pk IN ('a', b)",
        "SELECT * FROM M WHERE a = 1 AND (pk = 'a' OR b = 2)",
        "SELECT * FROM M WHERE begins_with(pk, 'a')",
        "SELECT * FROM M WHERE pk = a",
        "SELECT * FROM M WHERE PK = 'a'",
        "DELETE FROM M WHERE a = 1",
        "INSERT INTO M VALUE {'a':1}",
        "INSERT INTO M VALUE {'pk':{'x':1}}",
      })
  void aKeyThatIsNotFixedCannotBeTold(String statement) {
    Mentions mentions = only(statement).mentions().get();

    assertThatThrownBy(() -> mentions.partitionKeyValues(0, KEY))
        .isInstanceOf(UndeterminedException.class);
    assertThat(mentions.isOpen("pk")).isTrue();
  }

  @Test
  void aStatementOfABatchThatIsNoneNeedsNothing() {
    Request<?> batch =
        Calls.of(
            "BatchExecuteStatement",
            "{'Statements':[{'Statement':'nothing'},{'Statement':'SELECT * FROM Abc'}]}");

    assertThat(access.of(batch))
        .extracting(Access::action)
        .containsExactly("dynamodb:PartiQLSelect");
  }

  @Test
  void everyStatementOfATransactionIsLookedAt() {
    var transaction = new ExecuteTransactionDraft();
    transaction.transactStatements = new ArrayList<>();
    for (String text :
        List.of(
            "DELETE FROM A WHERE pk = 'x'",
            "INSERT INTO B VALUE {'pk':'y'}",
            "EXISTS(SELECT * FROM C WHERE pk = 'z' AND a = 1)")) {
      var statement = new StatementDraft();
      statement.statement = text;
      transaction.transactStatements.add(statement);
    }

    List<Access> all = access.of(transaction.check());

    assertThat(all)
        .extracting(Access::action)
        .containsExactly(
            "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLSelect");
    assertThat(all)
        .extracting(need -> need.mentions().get().enclosingOperation())
        .containsOnly("ExecuteTransaction");
  }
}
