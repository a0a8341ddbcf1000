package io.larder.proxy.help;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code larder man}: prints the manual page. */
@Command(
    name = "man",
    description = "Prints the manual page of all commands; to read it: larder man | man -l -")
public final class ManCommand implements Callable<Integer> {
  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ManPage.of(spec.root().commandLine(), "Larder"));
    out.flush();
    return 0;
  }
}
