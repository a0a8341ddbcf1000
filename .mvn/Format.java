// Runs google-java-format over the sources of every module and over the programs of one file:
// `check` fails if a file differs, `apply` rewrites it.
// Started by the build with the selected JDK in the root of the repository.

import java.util.spi.ToolProvider;

void main(String[] arguments) throws IOException {
  boolean apply = arguments[0].equals("apply");
  var call =
      new ArrayList<>(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
  int options = call.size();
  try (var modules = Files.list(Path.of(""))) {
    for (var module : modules.toList()) {
      addFiles(call, module.resolve("src"), Integer.MAX_VALUE);
    }
  }
  for (var programs :
      List.of(".mvn", "load-tests", "load-tests/bench", "load-tests/clients/java")) {
    addFiles(call, Path.of(programs), 1);
  }
  if (call.size() == options) {
    return;
  }
  var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  int result = formatter.run(System.out, System.err, call.toArray(String[]::new));
  if (result != 0) {
    System.err.println(
        "Not formatted, see the files above. To format all: mvn -N -Pformat validate");
    System.exit(result);
  }
}

void addFiles(List<String> call, Path folder, int depth) throws IOException {
  if (Files.isDirectory(folder)) {
    try (var files = Files.walk(folder, depth)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(call::add);
    }
  }
}
