package io.larder.proxy;

import io.larder.proxy.iam.AccessQuestion;
import io.larder.proxy.iam.AccountTransfer;
import io.larder.proxy.iam.ClientCredentials;
import io.larder.proxy.iam.IamClient;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.upstream.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code larder iam}: changes who there is, and what they may do. */
@Command(
    name = "iam",
    description = {
      "Calls IAM's API of a running server: users, groups, roles, access keys, policies.",
      "Operations and parameters are named as by `aws iam`, or as in IAM's API Reference:",
      "  larder iam create-user --user-name alice",
      "  larder iam put-user-policy --user-name alice --policy-name own \\",
      "    --policy-document file://policy.json",
      "  larder iam tag-user --user-name alice --Tags.member.1.Key team --Tags.member.1.Value a",
      "All that the account holds as a document, without access keys, and the way back:",
      "  larder iam export > account.yaml",
      "  larder iam import account.yaml [--dry-run] [--prune]",
      "Whether somebody may do something, and by which statement:",
      "  larder iam explain alice|role/NAME|group/NAME ACTION [RESOURCE] [KEY=VALUE ...]",
      "Exit codes: 0 done, 1 it is refused or denied or nobody answers, 2 wrong arguments."
    })
final class IamCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final String FILE = "file://";
  private static final String DASHES = "--";

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // as the other
  @ParentCommand
  private LarderCommand parent;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8000",
      description = "Where clients connect to the server (${DEFAULT-VALUE}).")
  private String endpoint = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "The server's service.region (${DEFAULT-VALUE}).")
  private String region = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "Shared credentials file; without it, AWS_ACCESS_KEY_ID and so on.")
  private @Nullable Path credentials;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities in PEM that vouch for it, instead of those that Java trusts.")
  private @Nullable Path authorities;

  @Unmatched private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    if (words.isEmpty()) {
      spec.commandLine().usage(spec.commandLine().getErr());
      return WRONG_ARGUMENTS;
    }
    try (IamClient client = client()) {
      return switch (words.getFirst()) {
        case "export" -> export(client);
        case "import" -> take(client);
        case "explain" -> explain(client);
        default -> operation(client);
      };
    } catch (IamClient.RefusedException e) {
      return fail(FAILED, String.valueOf(e.getMessage()));
    } catch (IOException | IllegalStateException e) {
      return fail(FAILED, endpoint + ": " + e);
    } catch (IllegalArgumentException e) {
      return fail(WRONG_ARGUMENTS, String.valueOf(e.getMessage()));
    }
  }

  private IamClient client() {
    SSLContext trust = null;
    if (authorities != null) {
      try {
        trust = TlsClient.trusting(authorities);
      } catch (InvalidPemException e) {
        throw new IllegalArgumentException("--ca: " + e.getMessage(), e);
      }
    }
    return new IamClient(uri(endpoint), region, credentials(), trust, InstantSource.system());
  }

  private int operation(IamClient client)
      throws IOException, InterruptedException, IamClient.RefusedException {
    Element result = client.call(capitalised(words.getFirst()), parameters());
    PrintWriter out = spec.commandLine().getOut();
    print(result, "", out);
    out.flush();
    return 0;
  }

  private int export(IamClient client)
      throws IOException, InterruptedException, IamClient.RefusedException {
    if (words.size() > 1) {
      throw new IllegalArgumentException("export: has no arguments");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(new AccountTransfer(client).export());
    out.flush();
    return 0;
  }

  private int take(IamClient client)
      throws IOException, InterruptedException, IamClient.RefusedException {
    List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
    boolean isDry = arguments.remove("--dry-run");
    boolean prune = arguments.remove("--prune");
    if (arguments.size() != 1 || arguments.getFirst().startsWith(DASHES)) {
      throw new IllegalArgumentException("import: must be FILE [--dry-run] [--prune]");
    }
    new AccountTransfer(client)
        .take(Path.of(arguments.getFirst()), isDry, prune, spec.commandLine().getOut());
    return 0;
  }

  private int explain(IamClient client)
      throws IOException, InterruptedException, IamClient.RefusedException {
    List<String> arguments = words.subList(1, words.size());
    if (arguments.size() < 2) {
      throw wrongQuestion();
    }
    String resource = "*";
    Map<String, List<String>> context = new LinkedHashMap<>();
    for (String argument : arguments.subList(2, arguments.size())) {
      int equals = argument.indexOf('=');
      if (equals > 0 && !argument.startsWith("arn:")) {
        context
            .computeIfAbsent(argument.substring(0, equals), _ -> new ArrayList<>())
            .add(argument.substring(equals + 1));
      } else if (resource.equals("*")) {
        resource = argument;
      } else {
        throw wrongQuestion();
      }
    }
    boolean isAllowed =
        new AccessQuestion(arguments.getFirst(), arguments.get(1), resource, context)
            .ask(client, spec.commandLine().getOut());
    return isAllowed ? 0 : FAILED;
  }

  private static IllegalArgumentException wrongQuestion() {
    return new IllegalArgumentException("explain: must be WHO ACTION [RESOURCE] [KEY=VALUE ...]");
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("--endpoint-url: must be such as http://127.0.0.1:8000");
    }
    return uri;
  }

  private Credentials credentials() {
    try {
      Credentials found =
          credentials == null
              ? ClientCredentials.of(parent.environment())
              : ClientCredentials.read(credentials);
      if (found == null) {
        throw new IllegalArgumentException(
            "there is no access key; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give"
                + " --credentials FILE");
      }
      return found;
    } catch (IOException e) {
      throw new IllegalArgumentException("--credentials: " + e.getMessage(), e);
    }
  }

  /** What stands behind the operation: names with two dashes, and values, true if left out. */
  private Map<String, String> parameters() throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int at = 1; at < words.size(); at++) {
      String name = words.get(at);
      if (!name.startsWith(DASHES)) {
        throw new IllegalArgumentException("'" + name + "' is no parameter, which begin with --");
      }
      boolean hasValue = at + 1 < words.size() && !words.get(at + 1).startsWith(DASHES);
      String value = hasValue ? words.get(++at) : "true";
      parameters.put(
          capitalised(name.substring(DASHES.length())),
          value.startsWith(FILE)
              ? Files.readString(Path.of(value.substring(FILE.length())))
              : value);
    }
    return parameters;
  }

  /** {@code create-user} as {@code CreateUser}; what has capitals stays as it is. */
  private static String capitalised(String words) {
    var name = new StringBuilder();
    for (String word : words.split("-", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return name.toString();
  }

  /** Prints an element as lines, its children further in. Documents come as they were stored. */
  private static void print(Element element, String indent, PrintWriter out) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element child)) {
        continue;
      }
      String name = child.getTagName();
      boolean isLeaf = child.getElementsByTagName("*").getLength() == 0;
      if (isLeaf) {
        String text = child.getTextContent().strip();
        out.println(
            indent
                + name
                + ": "
                + (name.endsWith("Document")
                    ? URLDecoder.decode(text, StandardCharsets.UTF_8)
                    : text));
      } else {
        out.println(indent + (name.equals("member") ? "-" : name + ":"));
        print(child, indent + "  ", out);
      }
    }
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }
}
