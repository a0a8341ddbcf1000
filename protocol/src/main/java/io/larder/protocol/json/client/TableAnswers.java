package io.larder.protocol.json.client;

import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the answers to operations on tables. */
final class TableAnswers {
  private TableAnswers() {}

  /** The answer to a DescribeTable. */
  static TableDescription described(AnswerReader in) {
    return in.only("Table", TableDescriptionReader::read);
  }

  /** The answer to a call that changes a table. */
  static TableDescription changed(AnswerReader in) {
    return in.only("TableDescription", TableDescriptionReader::read);
  }

  static ListTablesResponse list(AnswerReader in) {
    List<String> names = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "TableNames" -> names = in.all(AnswerReader::string);
        case "LastEvaluatedTableName" -> last = in.string();
        default -> in.skip();
      }
    }
    return new ListTablesResponse(names, last);
  }

  static ListTagsOfResourceResponse tags(AnswerReader in) {
    List<Tag> tags = List.of();
    String next = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Tags" -> tags = in.all(TableAnswers::tag);
        case "NextToken" -> next = in.string();
        default -> in.skip();
      }
    }
    return new ListTagsOfResourceResponse(tags, next);
  }

  private static Tag tag(AnswerReader in) {
    String key = "";
    String value = "";
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Key" -> key = in.string();
        case "Value" -> value = in.string();
        default -> in.skip();
      }
    }
    return new Tag(key, value);
  }

  static DescribeLimitsResponse limits(AnswerReader in) {
    long accountReads = 0;
    long accountWrites = 0;
    long tableReads = 0;
    long tableWrites = 0;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "AccountMaxReadCapacityUnits" -> accountReads = in.integer();
        case "AccountMaxWriteCapacityUnits" -> accountWrites = in.integer();
        case "TableMaxReadCapacityUnits" -> tableReads = in.integer();
        case "TableMaxWriteCapacityUnits" -> tableWrites = in.integer();
        default -> in.skip();
      }
    }
    return new DescribeLimitsResponse(accountReads, accountWrites, tableReads, tableWrites);
  }

  /** A setting of expiry, in either form in which it is told. */
  private record Expiry(@Nullable String attribute, boolean isOn) {
    static Expiry read(AnswerReader in) {
      String attribute = null;
      boolean isOn = false;
      in.beginObject();
      while (in.nextMember()) {
        switch (in.name()) {
          case "AttributeName" -> attribute = in.string();
          case "TimeToLiveStatus" -> isOn = in.string().startsWith("ENABL");
          case "Enabled" -> isOn = in.bool();
          default -> in.skip();
        }
      }
      return new Expiry(attribute, isOn);
    }
  }

  static DescribeTimeToLiveResponse timeToLive(AnswerReader in) {
    Expiry expiry = in.only("TimeToLiveDescription", Expiry::read);
    return new DescribeTimeToLiveResponse(expiry.isOn ? expiry.attribute : null);
  }

  static UpdateTimeToLiveResponse timeToLive(AnswerReader in, UpdateTimeToLiveRequest request) {
    Expiry expiry = in.only("TimeToLiveSpecification", Expiry::read);
    return new UpdateTimeToLiveResponse(
        new TimeToLiveSpecification(
            Objects.requireNonNullElse(expiry.attribute, request.specification().attributeName()),
            expiry.isOn));
  }

  static DescribeEndpointsResponse endpoints(AnswerReader in) {
    List<DescribeEndpointsResponse> endpoints =
        in.only("Endpoints", list -> list.all(TableAnswers::endpoint));
    if (endpoints.isEmpty()) {
      throw in.malformed("no endpoint");
    }
    return endpoints.getFirst();
  }

  private static DescribeEndpointsResponse endpoint(AnswerReader in) {
    String address = "";
    long minutes = 0;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Address" -> address = in.string();
        case "CachePeriodInMinutes" -> minutes = in.integer();
        default -> in.skip();
      }
    }
    return new DescribeEndpointsResponse(address, minutes);
  }
}
