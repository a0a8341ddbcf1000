package io.larder.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The simulation with a cluster whose sources were changed: so a rule can be taken out without a
 * switch for it in the product.
 */
final class MutatedCluster {
  private static final Path SOURCES = Path.of("src/main/java/io/larder/cache/cluster");
  private static final String ROOM = "io.larder.cache.";

  private final MethodHandle run;

  private MutatedCluster(MethodHandle run) {
    this.run = run;
  }

  /** {@code with} is to stand where {@code text} stands, once, in the source of that class. */
  record Mutation(String className, String text, String with) {
    String apply(String source) {
      int at = source.indexOf(text);
      if (at < 0 || source.indexOf(text, at + 1) >= 0) {
        throw new IllegalStateException("not once in " + className + ": " + text);
      }
      return source.substring(0, at) + with + source.substring(at + text.length());
    }
  }

  static MutatedCluster of(List<Mutation> mutations) throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    for (Mutation mutation : mutations) {
      sources.compute(
          mutation.className(),
          (_, source) -> mutation.apply(Objects.requireNonNull(source, mutation.className())));
    }
    sources.remove("package-info");
    return new MutatedCluster(simulation(new Classes(compiled(sources))));
  }

  private static MethodHandle simulation(ClassLoader classes) {
    try {
      Class<?> simulation = classes.loadClass(ClusterSimulation.class.getName());
      return MethodHandles.privateLookupIn(simulation, MethodHandles.lookup())
          .findStatic(simulation, "run", MethodType.methodType(String.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link ClusterSimulation#run(long)}. */
  @Nullable String run(long seed) {
    try {
      return (String) run.invoke(seed);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      var output = new Output(files);
      List<String> options =
          List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
      if (!compiler.getTask(null, output, problems, options, null, units).call()) {
        throw new IllegalStateException(problems.getDiagnostics().toString());
      }
      Map<String, byte[]> classes = new HashMap<>();
      output.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Output(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
        }
      };
    }
  }

  /** Has the caches and their tests a second time, and the changed classes of the cluster. */
  private static final class Classes extends ClassLoader {
    private final Map<String, byte[]> changed;

    Classes(Map<String, byte[]> changed) {
      super(MutatedCluster.class.getClassLoader());
      this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ROOM)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          byte[] bytes = changed.containsKey(name) ? changed.get(name) : bytes(name);
          loaded = defineClass(name, bytes, 0, bytes.length);
        }
        return loaded;
      }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(resource)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
