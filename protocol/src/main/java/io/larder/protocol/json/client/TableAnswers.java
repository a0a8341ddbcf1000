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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the answers to operations on tables. */
final class TableAnswers {
  private TableAnswers() {}

  /** The answer to a DescribeTable. */
  static TableDescription described(AnswerReader in) {
    return only("Table", TableDescriptionReader::read, in);
  }

  /** The answer to a call that changes a table. */
  static TableDescription changed(AnswerReader in) {
    return only("TableDescription", TableDescriptionReader::read, in);
  }

  /** The value of the one member that an answer must have. */
  private static <T> T only(String member, Function<AnswerReader, T> reading, AnswerReader in) {
    T value = null;
    in.beginObject();
    while (in.nextMember()) {
      if (in.name().equals(member)) {
        value = reading.apply(in);
      } else {
        in.skip();
      }
    }
    if (value == null) {
      throw in.malformed("no " + member);
    }
    return value;
  }

  static ListTablesResponse list(AnswerReader in) {
    List<String> names = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "TableNames" -> names = all(in, AnswerReader::string);
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
        case "Tags" -> tags = all(in, TableAnswers::tag);
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

  static <T> List<T> all(AnswerReader in, Function<AnswerReader, T> reading) {
    List<T> all = new ArrayList<>();
    in.beginArray();
    while (in.nextElement()) {
      all.add(reading.apply(in));
    }
    return all;
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
    Expiry expiry = only("TimeToLiveDescription", Expiry::read, in);
    return new DescribeTimeToLiveResponse(expiry.isOn ? expiry.attribute : null);
  }

  static UpdateTimeToLiveResponse timeToLive(AnswerReader in, UpdateTimeToLiveRequest request) {
    Expiry expiry = only("TimeToLiveSpecification", Expiry::read, in);
    return new UpdateTimeToLiveResponse(
        new TimeToLiveSpecification(
            Objects.requireNonNullElse(expiry.attribute, request.specification().attributeName()),
            expiry.isOn));
  }

  static DescribeEndpointsResponse endpoints(AnswerReader in) {
    List<DescribeEndpointsResponse> endpoints =
        only("Endpoints", endpoint -> all(endpoint, TableAnswers::endpoint), in);
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
