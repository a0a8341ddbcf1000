package io.larder.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementAccessTest {
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeySchema.KeyAttribute("pk", AttributeValue.Type.S)), List.of());

  private final ForwardedAccess access = new ForwardedAccess(new Arns("us-east-1", "000000000000"));

  private Access only(String statement) {
    String json =
        "{\"Statement\":\""
            + statement.replace("\"", "\\\"")
            + "\",\"Parameters\":[{\"S\":\"first\"},{\"N\":\"1.50\"},{\"B\":\"YQ==\"}]}";
    return access.of(Calls.forwardedJson("ExecuteStatement", json)).getFirst();
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
        "SELECT a FROM Music WHERE x BETWEEN ? AND ? AND pk = ? | PartiQLSelect table/Music"
            + " | a,x,pk | YQ==",
        "SELECT a FROM Music WHERE pk = 007 | PartiQLSelect table/Music | a,pk | 7",
        "SELECT a FROM Music WHERE begins_with(b, 'x') AND pk = 'it''s' | PartiQLSelect table/Music"
            + " | a,b,pk | it's",
        "INSERT INTO \"Music\" VALUE {'pk':'a','m':{'inner':1},'l':[1,2]}"
            + " | PartiQLInsert table/Music | pk,m,l | a",
        "UPDATE Music SET a = b + 1 SET c.d = 'x' REMOVE e WHERE pk = 'a' AND s = 1 RETURNING ALL"
            + " NEW * | PartiQLUpdate table/Music | a,b,c,e,pk,s | a",
        "DELETE FROM Music WHERE pk = 'a' AND attribute_exists(z) RETURNING ALL OLD *"
            + " | PartiQLDelete table/Music | pk,z | a",
        "EXISTS(SELECT * FROM Music WHERE pk = 'a') | PartiQLSelect table/Music | pk | a",
        "SELECT missing FROM Music WHERE pk = 'a' AND b IS NOT MISSING"
            + " | PartiQLSelect table/Music | missing,b,pk | a",
        "UPDATE Music SET remove = 1 WHERE pk = 'a' | PartiQLUpdate table/Music | remove,pk | a",
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
        "SELECT * FROM M WHERE pk = 'a' OR pk = 'b'",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM A, B",
        "SELECT * FROM A AS x WHERE x.pk = 'a'",
        "SELECT * FROM A; DELETE FROM B",
        "SELECT * FROM A -- comment",
        "SELECT * FROM A WHERE pk IN (SELECT * FROM B)",
        "UPDATE A WHERE pk = 'a'",
        "INSERT INTO A {'pk':'a'}",
        "DELETE A WHERE pk = 'a'",
        "SELECT * FROM A WHERE pk = 'a",
        "EXISTS(SELECT * FROM A WHERE pk = 'a'",
        "SELECT",
        "SELECT * FROM",
        " ",
        "UPDATE",
      })
  void statementsOfOtherFormsAreNotAllowed(String statement) {
    assertThatThrownBy(() -> only(statement)).isInstanceOf(UndeterminedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT \"Music\".\"ssn\" FROM \"Music\" WHERE pk = 'a'",
        "SELECT I.ssn FROM M.I",
        "INSERT INTO M VALUE {'pk':'a','pk':'b'}",
        "INSERT INTO M VALUE ?",
      })
  void whatMayMentionSomethingElseCannotBeTold(String statement) {
    Access found = only(statement);

    assertThatThrownBy(() -> found.mentions().get()).isInstanceOf(UndeterminedException.class);
  }

  @Test
  void everyStatementOfABatchIsLookedAt() {
    var batch =
        Calls.forwardedJson(
            "ExecuteTransaction",
            """
            {"TransactStatements":[{"Statement":"DELETE FROM A WHERE pk = ?",
            "Parameters":[{"S":"x"}]},{"Statement":"INSERT INTO B VALUE {'pk':'y'}"}]}
            """);

    List<Access> all = access.of(batch);

    assertThat(all)
        .extracting(Access::action)
        .containsExactly("dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert");
    assertThat(all)
        .extracting(need -> need.mentions().get().enclosingOperation())
        .containsOnly("ExecuteTransaction");
  }
}
