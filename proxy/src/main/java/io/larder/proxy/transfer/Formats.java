package io.larder.proxy.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what is in a file or folder, and reads it. */
final class Formats {
  /** Enough of a file to see what it is. */
  private static final int BEGINNING = 1 << 16;

  /** A model is read as a whole. */
  private static final int MAX_MODEL = 64 << 20;

  private static final Pattern MODEL =
      Pattern.compile("\"DataModel\"\\s*:\\s*\\[|\"ModelName\"\\s*:");

  private Formats() {}

  /** How values are separated. */
  record Csv(char delimiter, Map<String, String> keyTypes) {}

  /**
   * A reader of the items in a file or folder.
   *
   * @param csv for files whose name says that they have separated values
   */
  static ItemReader open(Path source, Csv csv) throws IOException {
    if (!Files.exists(source)) {
      throw new IOException("There is no " + source);
    }
    if (Files.isDirectory(source)) {
      Path export = S3Export.find(source);
      if (export == null) {
        throw new IOException(source + " has no export: there is no " + S3Export.SUMMARY);
      }
      return new ExportReader(S3Export.read(export));
    }
    boolean isCsv = isCsv(source);
    if (!isCsv && MODEL.matcher(beginning(source)).find()) {
      return new ModelReader(model(source), Files.size(source));
    }
    SourceFile file = SourceFile.open(source);
    try {
      return isCsv
          ? new OneFile(
              file, Files.size(source), new CsvItems(file, csv.delimiter, csv.keyTypes)::next)
          : new OneFile(file, Files.size(source), new JsonItems(file)::next);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static boolean isCsv(Path source) {
    return source.getFileName().toString().matches(".*\\.[ct]sv(\\.gz)?");
  }

  private static String beginning(Path source) throws IOException {
    try (SourceFile file = SourceFile.open(source)) {
      return new String(file.text().readNBytes(BEGINNING), StandardCharsets.UTF_8);
    }
  }

  private static WorkbenchModel model(Path source) throws IOException {
    try (SourceFile file = SourceFile.open(source)) {
      byte[] json = file.text().readNBytes(MAX_MODEL + 1);
      if (json.length > MAX_MODEL) {
        throw new IOException(source + " is larger than a model may be");
      }
      return new WorkbenchModel(TableClient.MAPPER.readTree(json));
    } catch (JacksonException | ClassCastException e) {
      throw new IOException(source + " is no model of NoSQL Workbench", e);
    }
  }

  /** Reads what is left of a file. */
  @FunctionalInterface
  private interface Rows {
    ItemReader.@Nullable Row next() throws IOException;
  }

  private record OneFile(SourceFile file, long bytes, Rows rows) implements ItemReader {
    @Override
    public @Nullable Row next() throws IOException {
      return rows.next();
    }

    @Override
    public long bytesRead() {
      return file.bytesRead();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private record ModelReader(WorkbenchModel model, long bytes) implements ItemReader {
    @Override
    public @Nullable Row next() {
      return model.next();
    }

    @Override
    public long bytesRead() {
      return bytes;
    }

    @Override
    public List<ObjectNode> tables() {
      return model.tables();
    }

    @Override
    public void close() {
      // It was read.
    }
  }
}
