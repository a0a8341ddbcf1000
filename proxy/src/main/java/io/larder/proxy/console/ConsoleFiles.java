package io.larder.proxy.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of the console as the class path has them. Read when they are first asked for. */
final class ConsoleFiles {
  private static final List<String> OWN =
      List.of(
          "index.html",
          "console.css",
          "icon.svg",
          "app.js",
          "server.js",
          "signing.js",
          "parts.js",
          "attributes.js",
          "snippets.js",
          "charts.js",
          "overview.js",
          "tables.js",
          "table-forms.js",
          "items.js",
          "item-editor.js",
          "partiql.js",
          "caches.js",
          "cache-policies.js",
          "state.js",
          "identities.js");

  /** Those of others, which come in jars of theirs. */
  private static final Map<String, Library> LIBRARIES =
      Map.of(
          "htm.js",
          new Library(
              "org.mvnpm/htm", "/META-INF/resources/_static/htm/%s/preact/standalone.module.js"),
          "uplot.js",
          new Library(
              "org.webjars.npm/uplot",
              "/META-INF/resources/webjars/uplot/%s/dist/uPlot.iife.min.js"),
          "uplot.css",
          new Library(
              "org.webjars.npm/uplot", "/META-INF/resources/webjars/uplot/%s/dist/uPlot.min.css"));

  private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

  /**
   * A file.
   *
   * @param tag changes with it
   */
  record ConsoleFile(String contentType, String text, String tag) {}

  /**
   * Where a file of a library is.
   *
   * @param artifact its place among the artifacts of Maven
   * @param path in its jar, with a place for its version
   */
  private record Library(String artifact, String path) {
    String place() {
      var pom = new Properties();
      try (InputStream in = open("/META-INF/maven/" + artifact + "/pom.properties")) {
        pom.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return path.formatted(pom.getProperty("version"));
    }
  }

  /** The names of all files and what is in them. */
  Map<String, ConsoleFile> all() {
    Map<String, ConsoleFile> all = new LinkedHashMap<>();
    OWN.forEach(name -> all.put(name, find(name)));
    LIBRARIES.keySet().forEach(name -> all.put(name, find(name)));
    return all;
  }

  /** The file of that name; null if there is none. */
  @Nullable ConsoleFile find(String name) {
    ConsoleFile known = read.get(name);
    if (known != null) {
      return known;
    }
    Library library = LIBRARIES.get(name);
    if (library == null && !OWN.contains(name)) {
      return null;
    }
    String text = text(library == null ? name : library.place());
    var file = new ConsoleFile(contentType(name), text, tag(text));
    read.put(name, file);
    return file;
  }

  private static String text(String place) {
    try (InputStream in = open(place)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String place) throws IOException {
    InputStream found = ConsoleFiles.class.getResourceAsStream(place);
    if (found == null) {
      throw new IOException(place + " is not on the class path");
    }
    return found;
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".html" -> "text/html; charset=utf-8";
      case ".css" -> "text/css; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }

  private static String tag(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
