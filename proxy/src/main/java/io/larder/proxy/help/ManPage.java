package io.larder.proxy.help;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual page of a command and of those below it, in the language of man. */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of {@code command}, which is the one that the shell starts. */
  static String of(CommandLine command, String version) {
    var made = new ManPage();
    CommandSpec spec = command.getCommandSpec();
    made.macro("TH", spec.name().toUpperCase(Locale.ROOT), "1", "", version, "");
    made.macro("SH", "NAME");
    made.text(spec.name() + " - " + String.join(" ", spec.usageMessage().description()));
    made.macro("SH", "SYNOPSIS");
    made.text(spec.name() + " [command] [options]");
    made.macro("SH", "OPTIONS");
    made.arguments(spec);
    made.macro("SH", "COMMANDS");
    made.below(spec);
    made.macro("SH", "EXIT STATUS");
    made.paragraphs(List.of(spec.usageMessage().footer()));
    return made.page.toString();
  }

  private void below(CommandSpec parent) {
    for (CommandLine command : parent.subcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (!spec.usageMessage().hidden() && !spec.helpCommand()) {
        macro("SS", spec.qualifiedName() + parameters(spec));
        paragraphs(List.of(spec.usageMessage().description()));
        arguments(spec);
        below(spec);
      }
    }
  }

  private static String parameters(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(parameter -> " " + parameter.paramLabel())
        .collect(Collectors.joining());
  }

  private void arguments(CommandSpec spec) {
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      argument(parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        boolean hasValue = option.arity().max() > 0;
        argument(
            String.join(", ", option.names()) + (hasValue ? " " + option.paramLabel() : ""),
            option);
      }
    }
  }

  private void argument(String form, ArgSpec argument) {
    macro("TP");
    macro("B", form);
    text(String.join(" ", argument.description()));
  }

  private void paragraphs(List<String> paragraphs) {
    for (String paragraph : paragraphs) {
      if (!paragraph.isEmpty()) {
        macro("PP");
        text(paragraph);
      }
    }
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String line) {
    String escaped = escaped(line.strip());
    boolean isLikeMacro = escaped.startsWith(".") || escaped.startsWith("'");
    page.append(isLikeMacro ? "\\&" : "").append(escaped).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
