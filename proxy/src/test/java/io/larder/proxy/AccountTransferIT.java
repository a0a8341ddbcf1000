package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code larder iam} against a server that verifies signatures. */
final class AccountTransferIT {
  private static final String DOCUMENT =
      """
      policies:
      - name: read
        document:
          Version: "2012-10-17"
          Statement:
          - Effect: Allow
            Action: dynamodb:GetItem
            Resource: "*"
        tags: {cost: a}
      groups:
      - name: staff
        attached: ["arn:aws:iam::000000000000:policy/read"]
      users:
      - name: alice
        path: /p/
        groups: [staff]
        boundary: arn:aws:iam::aws:policy/AdministratorAccess
        tags: {team: a, Größe: ü}
        policies:
          own:
            Version: "2012-10-17"
            Statement:
            - Effect: Allow
              Action: dynamodb:Query
              Resource: "*"
              Condition:
                StringEquals: {aws:PrincipalTag/x: ü}
      roles:
      - name: app
        maxSession: 7200
        trust:
          Version: "2012-10-17"
          Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal: {AWS: ["arn:aws:iam::000000000000:role/other",
                              "arn:aws:iam::000000000000:user/p/alice"]}
        attached: ["arn:aws:iam::aws:policy/AdministratorAccess"]
      - name: other
        trust:
          Version: "2012-10-17"
          Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal: {AWS: "arn:aws:iam::000000000000:role/app"}
      providers:
      - url: https://issuer.test/x
        clientIds: [web, app]
      """;

  @TempDir private static Path folder;

  private static Larder larder;
  private static Path admin;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    admin = folder.resolve("admin");
    larder = server(admin);
  }

  private static Larder server(Path credentials) {
    return RunningLarder.inMemory(
        Map.of(
            "authentication.mode",
            "sigv4",
            "audit.mode",
            "never",
            "iam.credentials-file",
            credentials.toString()));
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  @BeforeEach
  void leaveOnlyTheAdministrator() throws IOException {
    take("{}", "--prune");
  }

  private int iam(Larder server, Path credentials, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all =
        new ArrayList<>(
            List.of(
                "iam",
                "--endpoint-url",
                RunningLarder.url(server),
                "--credentials",
                credentials.toString()));
    all.addAll(List.of(words));
    var command =
        new LarderCommand(
            new PrintWriter(out), new PrintWriter(err), Map.of(), TerminationSignals::new);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private void done(String... words) {
    assertThat(iam(larder, admin, words)).as(err::toString).isZero();
  }

  private static Path file(String document) throws IOException {
    return Files.writeString(folder.resolve("account.yaml"), document);
  }

  private List<String> take(String document, String... flags) throws IOException {
    List<String> words = new ArrayList<>(List.of("import", file(document).toString()));
    words.addAll(List.of(flags));
    done(words.toArray(String[]::new));
    return out.toString().lines().toList();
  }

  private String exported() {
    done("export");
    return out.toString();
  }

  @Test
  void anAccountBecomesWhatTheDocumentSaysAndThenNothingIsLeftToDo() throws IOException {
    assertThat(take(DOCUMENT))
        .containsExactly(
            "+ policy read",
            "+ group staff",
            "~ group staff: attached + arn:aws:iam::000000000000:policy/read",
            "+ user alice",
            "~ user alice: group + staff",
            "~ user alice: + policy own",
            "+ role app",
            "+ role other",
            "~ role app: trust",
            "~ role app: attached + arn:aws:iam::aws:policy/AdministratorAccess",
            "+ provider https://issuer.test/x");
    assertThat(take(DOCUMENT)).containsExactly("Nothing to change.");
    assertThat(exported()).contains("arn:aws:iam::000000000000:role/other").doesNotContain("AROA");
  }

  @Test
  void whatWasExportedMakesTheSameAccountElsewhere() throws IOException {
    take(DOCUMENT);
    done("create-access-key", "--user-name", "alice");
    String secret =
        out.toString()
            .lines()
            .filter(line -> line.contains("SecretAccessKey: "))
            .findFirst()
            .orElseThrow();
    String exported = exported();
    Path other = folder.resolve("other");

    try (Larder elsewhere = server(other)) {
      assertThat(iam(elsewhere, other, "import", file(exported).toString()))
          .as(err::toString)
          .isZero();
      assertThat(iam(elsewhere, other, "export")).isZero();
    }

    assertThat(out.toString()).isEqualTo(exported);
    assertThat(exported).doesNotContain(secret.substring(secret.indexOf(": ") + 2));
  }

  @Test
  void onlyWhatDiffersIsChangedAndADryRunChangesNothing() throws IOException {
    take(DOCUMENT);
    String before = exported();
    String changed =
        DOCUMENT
            .replace("  groups: [staff]\n", "")
            .replace("team: a", "team: b")
            .replace("dynamodb:GetItem", "dynamodb:Scan")
            .replace("7200", "3600")
            .replace("[web, app]", "[web]")
            .replace("  boundary: arn:aws:iam::aws:policy/AdministratorAccess\n", "");
    String[] steps = {
      "~ policy read: document",
      "~ user alice: boundary none",
      "~ user alice: tags",
      "~ user alice: group - staff",
      "~ role app: description or longest session",
      "~ provider https://issuer.test/x: client - app"
    };

    assertThat(take(changed, "--dry-run")).containsExactly(steps);
    assertThat(exported()).isEqualTo(before);
    assertThat(take(changed)).containsExactly(steps);
    assertThat(take(changed)).containsExactly("Nothing to change.");
  }

  @Test
  void whatIsNotInTheDocumentStaysUnlessItIsPruned() throws IOException {
    take(DOCUMENT);
    done("create-access-key", "--user-name", "alice");

    assertThat(take("{}")).containsExactly("Nothing to change.");
    assertThat(take("{}", "--prune"))
        .containsExactly(
            "- user alice and its access keys",
            "- role app",
            "- role other",
            "- group staff",
            "- policy read",
            "- provider https://issuer.test/x");
    assertThat(exported()).contains("admin").doesNotContain("alice");
  }

  @Test
  void whoImportsKeepsWhatItMayDoItBy() throws IOException {
    take(DOCUMENT);
    done("add-user-to-group", "--group-name", "staff", "--user-name", "admin");

    assertThat(take("{}", "--prune")).doesNotContain("- group staff", "- policy read");

    done("remove-user-from-group", "--group-name", "staff", "--user-name", "admin");
    assertThat(take("{}", "--prune")).containsExactly("- group staff", "- policy read");
  }

  @Test
  void aPolicyIsReplacedAsOftenAsOneLikes() throws IOException {
    for (int i = 0; i < 7; i++) {
      take(DOCUMENT.replace("dynamodb:GetItem", "dynamodb:A" + i));
    }

    assertThat(exported()).contains("dynamodb:A6");
  }

  @Test
  void whoIsMadeAnewIsTrustedAgainOnlyByAnImport() throws IOException {
    take(DOCUMENT);
    done("delete-user-policy", "--user-name", "alice", "--policy-name", "own");
    done("remove-user-from-group", "--user-name", "alice", "--group-name", "staff");
    done("delete-user", "--user-name", "alice");

    assertThat(exported()).contains("AIDA");
    assertThat(take(DOCUMENT)).contains("+ user alice", "~ role app: trust");
    assertThat(exported()).doesNotContain("AIDA");
  }

  @Test
  void whoMayNotChangesNothing() throws IOException {
    take(DOCUMENT);
    done("create-access-key", "--user-name", "alice");
    List<String> lines = out.toString().lines().map(String::strip).toList();
    Path alice =
        Files.writeString(
            folder.resolve("alice"),
            "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                .formatted(value(lines, "AccessKeyId: "), value(lines, "SecretAccessKey: ")));
    String before = exported();

    assertThat(iam(larder, alice, "import", file("{}").toString(), "--prune")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("larder: AccessDenied: User: arn:aws:iam::000000000000:user/p/alice is not");
    assertThat(exported()).isEqualTo(before);
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(name.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users: [{name: a}, {name: a}] | user a is there twice",
        "users: [{path: /a/}] | a user has no name",
        "users: [{name: a, atached: []}] | atached",
        "users: [{name: a, groups: [none]}] | user a: there is no group none",
        "policies: [{name: p, document: {}}] | policy p: ",
        "policies: [{name: p}] | a policy has no document",
        "users: [{name: &x a}, {name: *x}] | aliases of YAML are not read",
        "users: [ | line",
        "providers: [{url: 'http://x'}] | must begin with https://",
      })
  void aDocumentThatIsOfNoUseIsRefusedBeforeAnythingIsChanged(String document, String reason)
      throws IOException {
    String before = exported();

    assertThat(iam(larder, admin, "import", file(document).toString())).isEqualTo(2);

    assertThat(err.toString()).startsWith("larder: ").contains(reason).hasLineCount(1);
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void itIsExplainedWhoMayDoWhatAndWhy() throws IOException {
    take(DOCUMENT);

    assertThat(iam(larder, admin, "explain", "alice", "dynamodb:GetItem")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "allowed: dynamodb:GetItem on *",
            "  statement in read (IAM Managed Policy), line 1 column 38 to line 1 column 98",
            "  statement in AdministratorAccess (IAM Managed Policy), line 1 column 38 to line 1"
                + " column 85");
    assertThat(iam(larder, admin, "explain", "alice", "dynamodb:Query")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("implicitDeny: dynamodb:Query on *")
        .contains("asked for and not given: aws:principaltag/x");
    assertThat(iam(larder, admin, "explain", "alice", "dynamodb:Query", "aws:PrincipalTag/x=ü"))
        .isZero();
    String mine = DOCUMENT.replace("aws:PrincipalTag/x: ü", "'aws:PrincipalTag/team': a");
    take(mine.replace("Action: dynamodb:Query", "Action: dynamodb:Scan"));
    assertThat(iam(larder, admin, "explain", "alice", "dynamodb:Scan")).isZero();
    take(mine.replace("'aws:PrincipalTag/team': a", "'aws:username': bob"));
    assertThat(iam(larder, admin, "explain", "alice", "dynamodb:Query")).isEqualTo(1);
    assertThat(iam(larder, admin, "explain", "role/app", "dynamodb:DeleteTable", "arn:a:b:c:d:e"))
        .isZero();
    assertThat(iam(larder, admin, "explain", "group/staff", "dynamodb:PutItem")).isEqualTo(1);
    assertThat(iam(larder, admin, "explain", "nobody", "dynamodb:PutItem")).isEqualTo(1);
    assertThat(err.toString()).startsWith("larder: NoSuchEntity");
  }

  @Test
  void argumentsThatAreNoneAreRefused() {
    for (String[] words :
        new String[][] {
          {"import"}, {"import", "a", "b"}, {"import", "--all"}, {"export", "x"}, {"explain", "a"}
        }) {
      assertThat(iam(larder, admin, words)).as(String.join(" ", words)).isEqualTo(2);
    }
  }
}
