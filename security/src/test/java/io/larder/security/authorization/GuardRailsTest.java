package io.larder.security.authorization;

import static io.larder.security.authorization.Scene.allow;
import static io.larder.security.authorization.Scene.deny;
import static io.larder.security.authorization.Scene.json;
import static io.larder.security.authorization.Scene.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.security.auth.Principal;
import io.larder.security.policy.AttachedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuardRailsTest {
  private static final String NO_DELETING = policy(deny("dynamodb:DeleteTable", "*", ""));

  @TempDir Path folder;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void file(String name, String policy) throws IOException {
    Files.writeString(folder.resolve(name), json(policy));
  }

  private @Nullable ServiceError refusal(String operation) throws IOException {
    scene.guardRails(GuardRails.read(folder));
    Principal user = scene.user(policy(allow("*", "*")));
    return scene.refusal(user, operation, "{'TableName':'Games'}");
  }

  @Test
  void aListOfDenialsLocksNobodyOutOfTheRest() throws IOException {
    file("tables.json", NO_DELETING);
    file("streams.json", policy(deny("dynamodb:UpdateTable", "*", "")));

    assertThat(refusal("DescribeTable")).isNull();
    assertThat(refusal("DeleteTable"))
        .extracting(ServiceError::message)
        .asString()
        .endsWith(" with an explicit deny in a service control policy");
    assertThat(GuardRails.read(folder))
        .extracting(AttachedPolicy::name)
        .containsExactly("streams.json", "tables.json", "FullAWSAccess");
  }

  @Test
  void aListOfWhatIsAllowedIsTheWholeOfIt() throws IOException {
    file("deny.json", NO_DELETING);
    file("allow.json", policy(allow("dynamodb:Describe* dynamodb:Delete*", "*")));

    assertThat(refusal("DescribeTable")).isNull();
    assertThat(refusal("DeleteTable")).isNotNull();
    assertThat(refusal("Scan"))
        .extracting(ServiceError::message)
        .asString()
        .endsWith(" because no service control policy allows the dynamodb:Scan action");
  }

  @Test
  void oneThatCannotBeReadDeniesEverything() throws IOException {
    file("broken.json", "{'Version':'2012-10-17','Statement':[");

    assertThat(refusal("DescribeTable")).isInstanceOf(ServiceError.AccessDenied.class);
  }

  @Test
  void withoutAnyEveryoneMayWhatItsPoliciesAllow() throws IOException {
    file("notes.txt", NO_DELETING);

    assertThat(GuardRails.read(folder)).isEmpty();
    assertThat(refusal("DeleteTable")).isNull();
    assertThat(GuardRails.read(null)).isEmpty();
  }

  @Test
  void moreThanAPersonReadsAreRefused() throws IOException {
    for (int i = 0; i < 65; i++) {
      file(i + ".json", NO_DELETING);
    }

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> GuardRails.read(folder))
        .withMessageContaining("more than 64 policies");
  }
}
