package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to records that were written, and that it is found. */
final class VerificationTest {
  @TempDir Path path;
  private Folder folder;
  private List<Path> logs;
  private List<Path> digests;

  @BeforeEach
  void recordForThreeHours() throws IOException {
    folder = new Folder(path);
    try (TrailFiles files = folder.open()) {
      for (int hour = 0; hour < 3; hour++) {
        folder.add(files, 2 * hour);
        folder.add(files, 2 * hour + 1);
        folder.pass(Duration.ofHours(1));
        files.tick();
      }
    }
    logs = folder.logs();
    digests = folder.digests();
    assertThat(logs).hasSize(3);
    assertThat(digests).hasSize(5);
    assertThat(folder.verify().problems()).isEmpty();
  }

  private void change(Path file, UnaryOperator<String> change) throws IOException {
    String before = new String(DigestChain.content(file), UTF_8);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    write(file, after);
  }

  private static void write(Path file, String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  private void assertFound(Path file, String problem) throws IOException {
    assertThat(folder.verify().problems())
        .anySatisfy(
            found -> assertThat(found).contains(file.getFileName().toString()).endsWith(problem));
  }

  @Test
  void aRecordThatIsChanged() throws IOException {
    change(logs.get(1), content -> content.replace("\"number\":2", "\"number\":7"));

    assertFound(logs.get(1), "was changed");
  }

  @Test
  void aRecordThatIsDropped() throws IOException {
    change(
        logs.get(1),
        content -> "{\"Records\":[" + content.substring(content.indexOf(",{\"eventTime") + 1));

    assertFound(logs.get(1), "was changed");
  }

  @Test
  void recordsThatAreReordered() throws IOException {
    change(
        logs.get(1),
        content -> {
          String records = content.substring("{\"Records\":[".length(), content.length() - 2);
          int end = records.indexOf(",{\"eventTime");
          return "{\"Records\":["
              + records.substring(end + 1)
              + ","
              + records.substring(0, end)
              + "]}";
        });

    assertFound(logs.get(1), "was changed");
  }

  @Test
  void aLogThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(logs.get(1));
    for (int length = 0; length < whole.length; length++) {
      Files.write(logs.get(1), Arrays.copyOf(whole, length));

      assertThat(folder.verify().problems()).as("%s bytes", length).isNotEmpty();
    }
  }

  @Test
  void aLogThatIsTakenAway() throws IOException {
    Files.delete(logs.get(1));

    assertFound(logs.get(1), "is missing");
  }

  @Test
  void logsThatAreSwapped() throws IOException {
    byte[] first = Files.readAllBytes(logs.get(0));
    Files.write(logs.get(0), Files.readAllBytes(logs.get(1)));
    Files.write(logs.get(1), first);

    assertFound(logs.get(0), "was changed");
    assertFound(logs.get(1), "was changed");
  }

  @Test
  void aLogThatIsPutIn() throws IOException {
    Path other =
        logs.get(1)
            .resolveSibling(
                logs.get(1)
                    .getFileName()
                    .toString()
                    .replaceFirst("_\\w{16}\\.", "_0123456789abcdef."));
    Files.copy(logs.get(1), other);

    assertFound(other, "no digest tells of it");
  }

  @Test
  void aFileThatIsNone() throws IOException {
    Path other = logs.get(1).resolveSibling("notes.txt");
    Files.writeString(other, "x");

    assertFound(other, "is no file of the audit");
  }

  @Test
  void aDigestThatIsChanged() throws IOException {
    change(digests.get(2), content -> content.replace("\"hashValue\":\"", "\"hashValue\":\"0"));

    assertFound(digests.get(2), "the signature is wrong");
    assertFound(digests.get(2), "is not the digest that was there");
  }

  @Test
  void aDigestThatIsTakenAway() throws IOException {
    for (Path digest : List.of(digests.get(0), digests.get(2))) {
      Files.delete(digest);

      assertFound(digest, "the digest is missing");
    }
  }

  @Test
  void theEndOfTheChainIfItsHashIsKnown() throws IOException {
    String hash = DigestChain.hash(DigestChain.content(digests.getLast()));
    var question = new Verification.Question(folder.options.folder(), null, hash, null);
    assertThat(Verification.of(question).problems()).isEmpty();

    Files.delete(digests.getLast());

    assertThat(Verification.of(question).problems()).singleElement().asString().contains(hash);
  }

  @Test
  void aDigestThatIsMoved() throws IOException {
    Path other =
        digests
            .get(2)
            .resolveSibling(digests.get(2).getFileName().toString().replace("T140000", "T143000"));
    assertThat(other).doesNotExist();
    Files.move(digests.get(2), other);
    Files.move(DigestChain.signatureFile(digests.get(2)), DigestChain.signatureFile(other));

    assertThat(folder.verify().problems()).anyMatch(problem -> problem.contains("was moved"));
  }

  @Test
  void aSignatureThatIsChangedOrGone() throws IOException {
    Path signature = DigestChain.signatureFile(digests.getLast());
    String text = Files.readString(signature);
    Files.writeString(signature, text.replace(text.charAt(9), text.charAt(9) == 'a' ? 'b' : 'a'));
    assertFound(digests.getLast(), "the signature is wrong");

    Files.writeString(signature, "no digits");
    assertFound(digests.getLast(), "the signature is wrong");

    Files.delete(signature);
    assertFound(digests.getLast(), "cannot be read");
  }

  @Test
  void aWholeTrailThatSomebodyElseHasSigned() throws IOException {
    var other = new Folder(path.resolve("other"));
    other.open().close();
    Path ownKey = AuditFolder.files(folder.options.folder().resolve("public-keys")).getFirst();

    Verification.Report report =
        Verification.of(new Verification.Question(other.options.folder(), ownKey, null, null));

    assertThat(report.problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).endsWith("a key that is not known"));
  }

  @Test
  void aChainThatBeginsAnew() throws IOException {
    // As if whoever has the key had begun a new trail in the place of the last digests
    for (int at = 2; at < digests.size(); at++) {
      Files.delete(digests.get(at));
      Files.delete(DigestChain.signatureFile(digests.get(at)));
    }
    var second = new Folder(path.resolve("second"));
    AuditFolder.create(second.options.key().getParent());
    Files.copy(folder.options.key(), second.options.key(), StandardCopyOption.COPY_ATTRIBUTES);
    second.pass(Duration.ofHours(6));
    second.open().close();
    for (Path digest : second.digests()) {
      Path place = folder.options.folder().resolve(second.options.folder().relativize(digest));
      Files.copy(digest, place);
      Files.copy(DigestChain.signatureFile(digest), DigestChain.signatureFile(place));
    }

    assertThat(folder.verify().problems())
        .anyMatch(problem -> problem.endsWith("though there are digests before it"));
  }

  @Test
  void aFolderWithoutDigestsCannotBeVerified() {
    assertThatThrownBy(
            () ->
                Verification.of(
                    new Verification.Question(path.resolve("nowhere"), null, null, null)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Verification.of(new Verification.Question(path, null, null, null)))
        .isInstanceOf(IOException.class);
  }
}
