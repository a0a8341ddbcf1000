package io.larder.protocol.json.settings;

import io.larder.protocol.draft.settings.KinesisStreamingDestinationDraft;
import io.larder.protocol.draft.settings.KinesisStreamingDestinationDraft.Configuration;
import io.larder.protocol.json.reader.RequestReader;

/**
 * Reads EnableKinesisStreamingDestination, DisableKinesisStreamingDestination and
 * UpdateKinesisStreamingDestination.
 */
public final class KinesisStreamingDestinationDecoder {
  private KinesisStreamingDestinationDecoder() {}

  public static KinesisStreamingDestinationDraft read(RequestReader in) {
    var draft = new KinesisStreamingDestinationDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "StreamArn" -> draft.streamArn = in.string();
        case "EnableKinesisStreamingConfiguration" -> draft.enable = readConfiguration(in);
        case "UpdateKinesisStreamingConfiguration" -> draft.update = readConfiguration(in);
        default -> in.skip();
      }
    }
    return draft;
  }

  private static Configuration readConfiguration(RequestReader in) {
    in.enterStructure(in.memberName());
    var configuration = new Configuration();
    while (in.nextMember()) {
      if (in.memberName().equals("ApproximateCreationDateTimePrecision")) {
        configuration.precision = in.string();
      } else {
        in.skip();
      }
    }
    return configuration;
  }
}
