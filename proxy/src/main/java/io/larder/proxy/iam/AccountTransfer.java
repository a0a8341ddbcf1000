package io.larder.proxy.iam;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Writes what an account holds as a document, and makes an account what a document says. */
public final class AccountTransfer {
  private final IamClient iam;

  public AccountTransfer(IamClient iam) {
    this.iam = iam;
  }

  /** What the account holds, as YAML. */
  public String export() throws IOException, InterruptedException, IamClient.RefusedException {
    return new AccountReader(iam).read().yaml();
  }

  /**
   * Makes the account what a document says, and tells each change. What cannot be done ends it;
   * what was done before stays, and the next time has the rest.
   *
   * @param isDry true if nothing is to be changed
   * @param prune whether that is removed which is not in the document
   * @throws IllegalArgumentException in one line, if the document is of no use
   */
  public void take(Path file, boolean isDry, boolean prune, PrintWriter out)
      throws IOException, InterruptedException, IamClient.RefusedException {
    AccountDocument wished;
    try {
      wished = AccountDocument.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    List<Step> steps = ImportPlan.of(new AccountReader(iam).read(), wished, iam.callerArn(), prune);
    for (Step step : steps) {
      if (!isDry) {
        step.change().make(iam);
      }
      out.println(step.text());
      out.flush();
    }
    if (steps.isEmpty()) {
      out.println("Nothing to change.");
      out.flush();
    }
  }
}
