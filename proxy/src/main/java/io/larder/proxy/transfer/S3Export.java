package io.larder.proxy.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A full export of a table as the service lays it out in a bucket: a folder with a summary, a list
 * of the data files with the number of their items and their MD5, and the data files.
 */
record S3Export(Path folder, List<DataFile> files, @Nullable ObjectNode table) {
  static final String SUMMARY = "manifest-summary.json";
  static final String MANIFEST = "manifest-files.json";
  static final String PARENT = "AWSDynamoDB";

  /** What makes the table, beside the layout of the service. */
  static final String TABLE = "larder-table.json";

  /** A data file and what must be in it; its MD5 in Base64, if that is known. */
  record DataFile(Path path, long items, @Nullable String md5) {}

  S3Export {
    files = List.copyOf(files);
  }

  /** True if there is an export in a folder, or in what the service would make of its bucket. */
  static @Nullable Path find(Path folder) throws IOException {
    if (Files.exists(folder.resolve(SUMMARY))) {
      return folder;
    }
    Path parent = folder.endsWith(PARENT) ? folder : folder.resolve(PARENT);
    if (!Files.isDirectory(parent)) {
      return null;
    }
    List<Path> found;
    try (Stream<Path> exports = Files.list(parent)) {
      found = exports.filter(each -> Files.exists(each.resolve(SUMMARY))).toList();
    }
    if (found.size() > 1) {
      throw new IOException(parent + " has " + found.size() + " exports: name one of them");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  static S3Export read(Path folder) throws IOException {
    try {
      JsonNode summary = TableClient.MAPPER.readTree(Files.readAllBytes(folder.resolve(SUMMARY)));
      String format = summary.path("outputFormat").asString("DYNAMODB_JSON");
      String type = summary.path("exportType").asString("FULL_EXPORT");
      if (!format.equals("DYNAMODB_JSON") || !type.equals("FULL_EXPORT")) {
        throw new IOException(folder + " is a " + type + " as " + format + ", which is not read");
      }
      List<DataFile> files = new ArrayList<>();
      long items = 0;
      try (BufferedReader lines = Files.newBufferedReader(folder.resolve(MANIFEST))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            DataFile file = dataFile(folder, TableClient.MAPPER.readTree(line));
            files.add(file);
            items += file.items;
          }
        }
      }
      if (summary.has("itemCount") && summary.path("itemCount").asLong() != items) {
        throw new IOException(
            folder
                + ": the data files have "
                + items
                + " items, and "
                + summary.path("itemCount").asLong()
                + " were exported");
      }
      Path table = folder.resolve(TABLE);
      return new S3Export(
          folder,
          files,
          Files.exists(table)
              ? (ObjectNode) TableClient.MAPPER.readTree(Files.readAllBytes(table))
              : null);
    } catch (JacksonException e) {
      throw new IOException(folder + ": a manifest is damaged", e);
    }
  }

  private static DataFile dataFile(Path folder, JsonNode line) {
    String key = line.path("dataFileS3Key").asString();
    // Wherever the bucket was copied to, data files are beside the manifest.
    String name = key.substring(key.lastIndexOf('/') + 1);
    String md5 = line.path("md5Checksum").asString("");
    return new DataFile(
        folder.resolve("data").resolve(name),
        line.path("itemCount").asLong(),
        md5.isEmpty() ? null : md5);
  }
}
