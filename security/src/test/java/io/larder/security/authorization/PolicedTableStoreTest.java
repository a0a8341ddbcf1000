package io.larder.security.authorization;

import static io.larder.security.authorization.Scene.GAMES;
import static io.larder.security.authorization.Scene.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicedTableStoreTest {
  private static final String UNBOUNDED =
      "Resource-based policy grants unbounded access in one or more elements. Please revise the"
          + " policy to ensure least-privilege form of access";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  private String put(String policy) {
    return scene
        .store
        .change(new PutResourcePolicyRequest(GAMES, json(policy), null, true))
        .join()
        .revisionId();
  }

  private String refusal(String policy) {
    Throwable thrown = catchThrowable(() -> put(policy));
    return ((ServiceException) ((CompletionException) thrown).getCause()).error().message();
  }

  private String get() {
    return scene.store.describe(new GetResourcePolicyRequest(GAMES)).policy().replace('"', '\'');
  }

  @Test
  void aPolicyIsGivenBackInOneForm() {
    scene.user();
    String first =
        put(
            "{'Statement':{'Resource':['"
                + GAMES
                + "'],'Action':['dynamodb:GetItem'],"
                + "'Principal':{'AWS':['000000000000','arn:aws:iam::000000000000:user/u1']},"
                + "'Effect':'Allow','Condition':{'Bool':{'aws:SecureTransport':true}},'Sid':'a'}}");
    String same =
        put(
            "{ 'Version':'2008-10-17','Statement':[{'Sid':'a','Effect':'Allow','Principal':{'AWS':"
                + "['arn:aws:iam::000000000000:root','arn:aws:iam::000000000000:user/u1']},"
                + "'Action':'dynamodb:GetItem','Resource':'"
                + GAMES
                + "',"
                + "'Condition':{'Bool':{'aws:SecureTransport':'true'}}}] }");

    assertThat(same).isEqualTo(first);
    assertThat(get())
        .isEqualTo(
            "{'Version':'2008-10-17','Statement':[{'Sid':'a','Effect':'Allow','Principal':{'AWS':"
                + "['arn:aws:iam::000000000000:root','arn:aws:iam::000000000000:user/u1']},"
                + "'Action':'dynamodb:GetItem','Resource':'"
                + GAMES
                + "',"
                + "'Condition':{'Bool':{'aws:SecureTransport':'true'}}}]}");
  }

  @Test
  void whoIsMadeAnewUnderAnOldNameInheritsNothing() {
    scene.user();
    put(
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':"
            + "'arn:aws:iam::000000000000:user/u1'},'Action':'dynamodb:GetItem',"
            + "'Resource':'"
            + GAMES
            + "'}]}");

    scene.put();

    assertThat(get()).contains("'AWS':'AIDA0000000000000001'").doesNotContain("user/u1");
  }

  @Test
  void whomNobodyKnowsCannotBeNamed() {
    assertThat(
            refusal(
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':"
                    + "'arn:aws:iam::000000000000:user/nobody'},'Action':'dynamodb:GetItem',"
                    + "'Resource':'"
                    + GAMES
                    + "'}]}"))
        .isEqualTo("Invalid principal in policy document.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "x", "{'Version':'2012-10-17'}"})
  void whatIsNoPolicyIsRefused(String policy) {
    assertThat(refusal(policy))
        .startsWith("One or more parameter values were invalid: Invalid policy document: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Principal':'*' | | no",
        "'Principal':{'AWS':'*'} | | no",
        "'Principal':{'AWS':['000000000000','*']} | | no",
        "'Principal':'*' | 'IpAddress':{'aws:SourceIp':'10.0.0.0/8'} | no",
        "'Principal':'*' | 'StringEquals':{'aws:PrincipalAccount':'000000000000'} | yes",
        "'Principal':'*' | 'StringEqualsIfExists':{'aws:PrincipalAccount':'000000000000'} | no",
        "'Principal':'*' | 'ForAllValues:StringEquals':{'aws:PrincipalAccount':'000000000000'}"
            + " | no",
        "'Principal':'*' | 'StringNotEquals':{'aws:PrincipalAccount':'000000000000'} | no",
        "'Principal':'*' | 'StringLike':{'aws:PrincipalArn':'arn:aws:iam::000000000000:role/*'}"
            + " | no",
        "'Principal':'*' | 'StringEquals':{'aws:SourceVpce':['vpce-1','${aws:username}']} | no",
        "'Principal':'*' | 'StringEquals':{'aws:sourcevpce':['vpce-1','vpce-2']} | yes",
      })
  void everyoneIsNotLetIn(String principal, String conditions, String isTaken) {
    String policy =
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
            + principal
            + ",'Action':'dynamodb:GetItem','Resource':'"
            + GAMES
            + "'"
            + (conditions == null ? "" : ",'Condition':{" + conditions + "}")
            + "}]}";

    if (isTaken.equals("yes")) {
      put(policy);
    } else {
      assertThat(refusal(policy)).isEqualTo(UNBOUNDED);
    }
  }
}
