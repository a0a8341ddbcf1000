package io.larder.proxy.transfer;

import io.larder.store.lmdb.maintenance.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the items of a table to files. */
final class TableExport {
  /** More names than that are no columns. */
  private static final int MAX_COLUMNS = 10_000;

  private final TableScan scan;
  private final JsonNode description;
  private final RandomGenerator random;

  TableExport(TableScan scan, JsonNode description, RandomGenerator random) {
    this.scan = scan;
    this.description = description;
    this.random = random;
  }

  private long expected() {
    return description.path("ItemCount").asLong();
  }

  /** One line of DynamoDB's JSON for each item. */
  long toLines(Path file, boolean isPacked, Progress progress)
      throws IOException, InterruptedException {
    try (var lines = new LinesWriter(file, isPacked)) {
      return scan.run(_ -> lines, expected(), progress);
    }
  }

  /** One line of values for each item; the names are found out before. */
  long toCsv(Path file, boolean isPacked, Progress progress)
      throws IOException, InterruptedException {
    SortedSet<String> found = new ConcurrentSkipListSet<>();
    scan.run(_ -> item -> addNames(item, found), expected(), progress);
    List<String> names = new ArrayList<>();
    description.path("KeySchema").forEach(key -> names.add(key.path("AttributeName").asString()));
    found.removeAll(names);
    names.addAll(found);
    try (var lines = new LinesWriter(file, isPacked)) {
      lines.line(CsvLine.of(names));
      return scan.run(_ -> item -> lines.line(CsvLine.of(names, item)), expected(), progress);
    }
  }

  private static void addNames(JsonNode item, SortedSet<String> names) throws IOException {
    names.addAll(item.propertyNames());
    if (names.size() > MAX_COLUMNS) {
      throw new IOException("the items have more attributes than lines of values should have");
    }
  }

  /** What the service would put into a bucket: data files and manifests. */
  long toS3Layout(Path folder, Instant now, Progress progress)
      throws IOException, InterruptedException {
    String id = "%014d-%08x".formatted(now.toEpochMilli(), random.nextInt());
    Path export = folder.resolve(S3Export.PARENT).resolve(id);
    Files.createDirectories(export.resolve("data"));
    Files.createFile(export.resolve("_started"));
    Map<String, LinesWriter> files = new LinkedHashMap<>();
    long items;
    try {
      items =
          scan.run(
              _ -> {
                String name = "%016x%08x.json.gz".formatted(random.nextLong(), random.nextInt());
                var file = new LinesWriter(export.resolve("data").resolve(name), true);
                files.put(name, file);
                return file;
              },
              expected(),
              progress);
    } finally {
      for (LinesWriter file : files.values()) {
        file.close();
      }
    }
    String prefix = S3Export.PARENT + "/" + id + "/";
    write(export, S3Export.MANIFEST, manifest(prefix, files));
    write(export, S3Export.SUMMARY, summary(id, prefix, now, items).toString());
    Files.writeString(export.resolve(S3Export.TABLE), TableRequest.of(description).toString());
    return items;
  }

  private static String manifest(String prefix, Map<String, LinesWriter> files) {
    var lines = new StringBuilder();
    files.forEach(
        (name, file) -> {
          byte[] md5 = file.digest();
          ObjectNode line = TableClient.MAPPER.createObjectNode();
          line.put("itemCount", file.items());
          line.put("md5Checksum", Base64.getEncoder().encodeToString(md5));
          line.put("etag", HexFormat.of().formatHex(md5));
          line.put("dataFileS3Key", prefix + "data/" + name);
          lines.append(line).append('\n');
        });
    return lines.toString();
  }

  private ObjectNode summary(String id, String prefix, Instant now, long items) {
    String arn = description.path("TableArn").asString();
    ObjectNode summary = TableClient.MAPPER.createObjectNode();
    summary.put("version", "2020-06-30");
    summary.put("exportArn", arn + "/export/" + id);
    summary.put("startTime", now.toString());
    summary.put("endTime", Instant.now().toString());
    summary.put("tableArn", arn);
    summary.put("tableId", description.path("TableId").asString());
    summary.put("exportTime", now.toString());
    summary.put("s3Bucket", "");
    summary.putNull("s3Prefix");
    summary.put("s3SseAlgorithm", "AES256");
    summary.putNull("s3SseKmsKeyId");
    summary.put("manifestFilesS3Key", prefix + S3Export.MANIFEST);
    summary.put("billedSizeBytes", description.path("TableSizeBytes").asLong());
    summary.put("itemCount", items);
    summary.put("outputFormat", "DYNAMODB_JSON");
    return summary.put("exportType", "FULL_EXPORT");
  }

  /** Writes a manifest with its checksum beside it. */
  private static void write(Path folder, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve(name), bytes);
    String md5 = Base64.getEncoder().encodeToString(SourceFile.md5().digest(bytes));
    Files.writeString(folder.resolve(name.replace(".json", ".md5")), md5);
  }
}
