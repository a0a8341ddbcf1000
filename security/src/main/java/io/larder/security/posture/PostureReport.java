package io.larder.security.posture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import java.util.Comparator;
import java.util.List;

/**
 * All that the rules say.
 *
 * @param findings in the order of the rules
 */
public record PostureReport(List<Finding> findings) {
  public PostureReport {
    findings = findings.stream().sorted(Comparator.comparing(Finding::rule)).toList();
  }

  /** True if nothing breaks a rule. */
  public boolean isCompliant() {
    return count(Compliance.NON_COMPLIANT) == 0;
  }

  /** The same of a report as {@link #json} or {@link #text} has written it. */
  public static boolean isCompliant(String written) {
    return written.startsWith("{\"compliance\":\"COMPLIANT\"") || written.startsWith("COMPLIANT ");
  }

  private long count(Compliance compliance) {
    return findings.stream().filter(finding -> finding.compliance() == compliance).count();
  }

  private String compliance() {
    return Compliance.of(isCompliant()).name();
  }

  /** For programs; begins with whether all complies. */
  public String json() {
    var json = new JsonWriter();
    json.beginObject();
    json.name("compliance").value(compliance());
    json.name("evaluations").beginArray();
    for (Finding finding : findings) {
      json.beginObject();
      json.name("ruleIdentifier").value(finding.rule().name());
      String control = finding.rule().control();
      if (control != null) {
        json.name("securityControlId").value(control);
      }
      json.name("resourceType").value(finding.rule().type().text());
      json.name("resourceId").value(finding.resource());
      json.name("complianceType").value(finding.compliance().name());
      json.name("claim").value(finding.rule().claim());
      String annotation = finding.annotation();
      if (annotation != null) {
        json.name("annotation").value(annotation);
      }
      json.endObject();
    }
    json.endArray();
    json.endObject();
    return new String(json.toByteArray(), UTF_8);
  }

  /** For persons: one line says whether all complies, and one each what does not. */
  public String text() {
    var text = new StringBuilder(compliance());
    for (Compliance each : Compliance.values()) {
      text.append(' ').append(each.name()).append('=').append(count(each));
    }
    text.append('\n');
    for (Finding finding : findings) {
      if (finding.compliance() == Compliance.NON_COMPLIANT) {
        text.append(finding.rule().name())
            .append(finding.rule().control() == null ? "" : " (" + finding.rule().control() + ")")
            .append(": not so for ")
            .append(finding.resource())
            .append(": ")
            .append(finding.rule().claim())
            .append(finding.annotation() == null ? "" : " (" + finding.annotation() + ")")
            .append('\n');
      }
    }
    return text.toString();
  }
}
