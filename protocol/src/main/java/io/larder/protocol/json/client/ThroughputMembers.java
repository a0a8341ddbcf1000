package io.larder.protocol.json.client;

import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The members of a table's or an index's description that are about throughput. */
final class ThroughputMembers {
  private @Nullable ProvisionedThroughput provisioned;
  private @Nullable OnDemandThroughput onDemand;
  private @Nullable WarmThroughput warm;
  private ThroughputChanges changes = ThroughputChanges.NONE;

  /** Null if there is none, which the service shows as 0 units. */
  @Nullable ProvisionedThroughput provisioned() {
    return provisioned;
  }

  @Nullable OnDemandThroughput onDemand() {
    return onDemand;
  }

  @Nullable WarmThroughput warm() {
    return warm;
  }

  ThroughputChanges changes() {
    return changes;
  }

  /** Reads the current member, or skips it if it is none of these. */
  void read(AnswerReader in) {
    switch (in.name()) {
      case "ProvisionedThroughput" -> readProvisioned(in);
      case "OnDemandThroughput" ->
          onDemand =
              pair(in, "MaxReadRequestUnits", "MaxWriteRequestUnits", OnDemandThroughput::new);
      case "WarmThroughput" ->
          warm = pair(in, "ReadUnitsPerSecond", "WriteUnitsPerSecond", WarmThroughput::new);
      default -> in.skip();
    }
  }

  private void readProvisioned(AnswerReader in) {
    long reads = 0;
    long writes = 0;
    Instant increase = null;
    Instant decrease = null;
    int decreases = 0;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "ReadCapacityUnits" -> reads = in.integer();
        case "WriteCapacityUnits" -> writes = in.integer();
        case "LastIncreaseDateTime" -> increase = in.time();
        case "LastDecreaseDateTime" -> decrease = in.time();
        case "NumberOfDecreasesToday" -> decreases = in.count();
        default -> in.skip();
      }
    }
    provisioned = reads == 0 && writes == 0 ? null : new ProvisionedThroughput(reads, writes);
    changes = new ThroughputChanges(increase, decrease, decreases);
  }

  private static <T> T pair(
      AnswerReader in,
      String readName,
      String writeName,
      BiFunction<@Nullable Long, @Nullable Long, T> throughput) {
    Long reads = null;
    Long writes = null;
    in.beginObject();
    while (in.nextMember()) {
      String name = in.name();
      if (name.equals(readName)) {
        reads = in.integer();
      } else if (name.equals(writeName)) {
        writes = in.integer();
      } else {
        in.skip();
      }
    }
    return throughput.apply(reads, writes);
  }
}
