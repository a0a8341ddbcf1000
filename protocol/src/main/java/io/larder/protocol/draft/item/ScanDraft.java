package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a Scan. */
public final class ScanDraft {
  public final PageDraft page;
  public @Nullable Integer segment;
  public @Nullable Integer totalSegments;

  public ScanDraft(ValidationLayer layer) {
    page = new PageDraft(layer);
  }

  public ScanRequest check() {
    checkShape();
    page.rejectEmptyNames();
    checkStyles();
    page.filter.rejectMisused(page.conditionalOperator, Envelope.NONE);
    page.filter.rejectFault(Envelope.NONE);
    page.rejectValues(false);
    ConditionExpression filter = page.legacyFilter();
    page.projection.rejectNames();
    page.rejectStartKey(true);
    ExpressionAttributes attributes = page.placeholders.toAttributes();
    if (page.filterTree != null) {
      filter = ConditionExpression.of("FilterExpression", page.filterTree);
    } else if (page.filterExpression != null) {
      filter = attributes.filterOfScan(page.filterExpression);
    }
    page.rejectUnknownSelect();
    page.rejectContradictingSelect(page.envelope());
    ScanSegment part = checkedSegment();
    ProjectionExpression projection = page.projection.parse(attributes);
    attributes.verifyAllUsed();
    return new ScanRequest(
        Objects.requireNonNull(page.tableName),
        part,
        page.toPage(filter, projection),
        RequestEnums.consumedCapacity(page.returnConsumedCapacity),
        page.layer());
  }

  private void checkStyles() {
    if (page.hasStyles()) {
      page.placeholders.check(
          page.styles("ScanFilter"), ": FilterExpression is null", Envelope.NONE);
    }
  }

  private @Nullable ScanSegment checkedSegment() {
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
          page.layer() == ValidationLayer.NEWER
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
  private void checkShape() {
    var violations = new Violations();
    if (page.hasOlderShape() || page.filter.lacksOperator()) {
      checkShapeAsOlder(violations);
    }
    page.checkLimitWithoutValue(violations);
    checkRangeWithoutValue(segment, 0, ServiceQuotas.MAX_TOTAL_SEGMENTS - 1, "Segment", violations);
    checkRangeWithoutValue(
        totalSegments, 1, ServiceQuotas.MAX_TOTAL_SEGMENTS, "TotalSegments", violations);
    ResourceName.checkTableNotEmpty(page.tableName, violations);
    violations.throwIfAny();
    page.checkNames(violations);
    RequestEnums.checkConsumedCapacity(page.returnConsumedCapacity, violations);
    page.projection.checkShape(violations);
    violations.throwIfAny();
  }

  private void checkShapeAsOlder(Violations violations) {
    page.checkSelect(violations);
    if (totalSegments != null) {
      violations.atLeast(totalSegments, 1, "totalSegments");
      violations.atMost(totalSegments, ServiceQuotas.MAX_TOTAL_SEGMENTS, "totalSegments");
    }
    RequestEnums.checkConsumedCapacity(page.returnConsumedCapacity, violations);
    ResourceName.checkTablePresent(page.tableName, violations);
    String operator = page.conditionalOperator;
    if (operator != null && !operator.equals("AND") && !operator.equals("OR")) {
      violations.add(
          operator, "conditionalOperator", "Member must satisfy enum value set: [OR, AND]");
    }
    page.filter.checkOperators("scanFilter", violations);
    if (segment != null) {
      violations.atLeast(segment, 0, "segment");
      violations.atMost(segment, ServiceQuotas.MAX_TOTAL_SEGMENTS - 1, "segment");
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
