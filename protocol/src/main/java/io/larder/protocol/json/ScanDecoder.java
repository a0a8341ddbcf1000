package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.ParameterStyles;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a Scan. */
final class ScanDecoder {
  private static final int MAX_TOTAL_SEGMENTS = 1_000_000;

  private final PageMembers page = new PageMembers();
  private @Nullable Integer segment;
  private @Nullable Integer totalSegments;

  static ScanRequest decode(RequestReader in) {
    var scan = new ScanDecoder();
    while (in.nextMember()) {
      scan.readMember(in);
    }
    return scan.toRequest(in);
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "Segment" -> segment = in.int32();
      case "TotalSegments" -> totalSegments = in.int32();
      case "ScanFilter" -> page.filter.read(in);
      default -> {
        if (!page.read(in)) {
          in.skip();
        }
      }
    }
  }

  private ScanRequest toRequest(RequestReader in) {
    checkShape(in);
    page.rejectEmptyNames();
    checkStyles();
    page.filter.rejectMisused(page.conditionalOperator, Envelope.NONE);
    page.filter.rejectProblem(Envelope.NONE);
    page.rejectValues(false, in);
    ConditionExpression filter = page.filter.toExpression(page.conditionalOperator, Envelope.NONE);
    page.projection.rejectNames();
    page.rejectStartKey(true);
    ExpressionAttributes attributes = page.expressions.toAttributes();
    if (page.filterExpression != null) {
      filter = attributes.filterOfScan(page.filterExpression);
    }
    page.rejectUnknownSelect();
    page.rejectContradictingSelect(Envelope.of(in.isReadByOlderLayer()));
    ScanSegment part = checkedSegment(in);
    ProjectionExpression projection = page.projection.parse(attributes);
    attributes.verifyAllUsed();
    return new ScanRequest(
        Objects.requireNonNull(page.tableName),
        part,
        page.toPage(filter, projection),
        RequestEnums.consumedCapacity(page.returnConsumedCapacity),
        in.layer());
  }

  private void checkStyles() {
    if (page.conditionalOperator == null
        && page.filter.conditions() == null
        && page.projection.attributesToGet == null
        && page.expressions.names == null
        && page.expressions.values == null) {
      return;
    }
    page.expressions.check(
        new ParameterStyles()
            .legacy(page.projection.attributesToGet, "AttributesToGet")
            .legacy(page.filter.conditions(), "ScanFilter")
            .legacy(page.conditionalOperator, "ConditionalOperator")
            .expression(page.projection.expression, "ProjectionExpression")
            .expression(page.filterExpression, "FilterExpression"),
        ": FilterExpression is null",
        Envelope.NONE);
  }

  private @Nullable ScanSegment checkedSegment(RequestReader in) {
    if (segment == null && totalSegments == null) {
      return null;
    }
    if (totalSegments == null) {
      throw ServiceException.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (segment == null) {
      throw ServiceException.validation(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (segment >= totalSegments) {
      String message =
          "The Segment parameter is zero-based and must be less than parameter TotalSegments";
      throw ServiceException.validation(
          in.layer() == ValidationLayer.NEWER
              ? message
              : message
                  + ": Segment: "
                  + segment
                  + " is not less than TotalSegments: "
                  + totalSegments);
    }
    return new ScanSegment(segment, totalSegments);
  }

  /**
   * A request without a table name or an operator, or with an integer out of range, goes to the
   * older layer.
   */
  private void checkShape(RequestReader in) {
    var violations = new Violations();
    if (in.layer() == ValidationLayer.OLDER
        || page.tableName == null
        || in.sawCoercedInteger()
        || page.filter.lacksOperator()) {
      checkShapeAsOlder(violations);
    }
    page.checkLimitWithoutValue(violations);
    checkRangeWithoutValue(segment, 0, MAX_TOTAL_SEGMENTS - 1, "Segment", violations);
    checkRangeWithoutValue(totalSegments, 1, MAX_TOTAL_SEGMENTS, "TotalSegments", violations);
    ResourceName.checkTableNotEmpty(page.tableName, violations);
    violations.throwIfAny();
    page.checkNames(violations);
    page.checkConsumedCapacity(violations);
    page.projection.checkShape(violations);
    violations.throwIfAny();
  }

  private void checkShapeAsOlder(Violations violations) {
    page.checkSelect(violations);
    if (totalSegments != null) {
      violations.atLeast(totalSegments, 1, "totalSegments");
      violations.atMost(totalSegments, MAX_TOTAL_SEGMENTS, "totalSegments");
    }
    page.checkConsumedCapacity(violations);
    ResourceName.checkTablePresent(page.tableName, violations);
    String operator = page.conditionalOperator;
    if (operator != null && !operator.equals("AND") && !operator.equals("OR")) {
      violations.add(
          operator, "conditionalOperator", "Member must satisfy enum value set: [OR, AND]");
    }
    page.filter.checkOperators("scanFilter", violations);
    if (segment != null) {
      violations.atLeast(segment, 0, "segment");
      violations.atMost(segment, MAX_TOTAL_SEGMENTS - 1, "segment");
    }
    page.checkLimit(violations);
    violations.throwIfAny();
  }

  private static void checkRangeWithoutValue(
      @Nullable Integer value, int minimum, int maximum, String path, Violations violations) {
    if (value == null) {
      return;
    }
    if (value < minimum) {
      violations.addWithoutValue(
          path, "Member must have value greater than or equal to " + minimum);
    } else if (value > maximum) {
      violations.addWithoutValue(path, "Member must have value less than or equal to " + maximum);
    }
  }
}
