package io.larder.security.authorization;

import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Policies that bind everyone, administrators and root included: service control policies, each in
 * a file of a folder. They grant nothing. One that cannot be read denies everything, so that a
 * mistake in it opens nothing. Where none of them allows anything, they are a list of denials, and
 * FullAWSAccess is attached too, as it is to every organisation that has not put other policies in
 * its place.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html">
 *     Service control policies</a>
 */
public final class GuardRails {
  private static final String ENDING = ".json";
  private static final int MAX_FILES = 64;

  private static final AttachedPolicy FULL_ACCESS =
      new AttachedPolicy(
          Policy.load(
              """
              {"Version": "2012-10-17",
               "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
              """,
              PolicyKind.SERVICE_CONTROL),
          "FullAWSAccess",
          null);

  private GuardRails() {}

  /**
   * The policies of a folder, in the order of their file names.
   *
   * @param folder null for none
   * @throws IOException if it cannot be read, or holds too many
   */
  public static List<AttachedPolicy> read(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return List.of();
    }
    List<AttachedPolicy> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> policies =
          files.filter(file -> name(file).endsWith(ENDING)).sorted().limit(MAX_FILES + 1).toList();
      if (policies.size() > MAX_FILES) {
        throw new IOException("more than " + MAX_FILES + " policies in " + folder);
      }
      for (Path file : policies) {
        all.add(
            new AttachedPolicy(
                Policy.load(Files.readString(file), PolicyKind.SERVICE_CONTROL), name(file), null));
      }
    }
    return withFullAccess(all);
  }

  private static List<AttachedPolicy> withFullAccess(List<AttachedPolicy> policies) {
    boolean deniesOnly = policies.stream().noneMatch(each -> each.policy().allowsAnything());
    if (deniesOnly && !policies.isEmpty()) {
      policies.add(FULL_ACCESS);
    }
    return List.copyOf(policies);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
