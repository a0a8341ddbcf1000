package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Event;
import io.larder.proxy.manage.state.Holdings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what has happened, the newest first; by default of the last day. */
record DescribeEvents(InstantSource clock) implements Operation.Handler {
  private static final Duration USUAL = Duration.ofDays(1);

  @Override
  public void answer(Operation.Call call, Holdings holdings, JsonWriter out) {
    Arguments arguments = call.arguments();
    Instant now = clock.instant();
    String name = arguments.text("SourceName");
    Event.Source type = type(arguments.text("SourceType"));
    Instant end = arguments.instant("EndTime");
    Instant start = start(arguments, end == null ? now : end);
    NavigableMap<String, Event> told = new TreeMap<>();
    for (Event event : holdings.events(now)) {
      if ((name == null || name.equals(event.sourceName()))
          && (type == null || type == event.sourceType())
          && !event.date().isBefore(start)
          && (end == null || !event.date().isAfter(end))) {
        // The same event has the same place in the list, however many come before it.
        told.put("%019d".formatted(Long.MAX_VALUE - event.number()), event);
      }
    }
    Pages.write(arguments, "Events", told, out, (_, event, to) -> write(event, to));
  }

  private static Event.@Nullable Source type(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (Event.Source type : Event.Source.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw Faults.invalidValue("SourceType must be one of CLUSTER, PARAMETER_GROUP, SUBNET_GROUP.");
  }

  private static Instant start(Arguments arguments, Instant end) {
    Instant start = arguments.instant("StartTime");
    Integer minutes = arguments.integer("Duration");
    if (start != null && minutes != null) {
      throw Faults.invalidCombination("StartTime and Duration cannot be given together.");
    }
    if (minutes != null && minutes < 0) {
      throw Faults.invalidValue("Duration must not be negative.");
    }
    if (start != null && start.isAfter(end)) {
      throw Faults.invalidCombination("StartTime must not be after EndTime.");
    }
    return start == null ? end.minus(minutes == null ? USUAL : Duration.ofMinutes(minutes)) : start;
  }

  private static void write(Event event, JsonWriter out) {
    out.beginObject();
    out.name("SourceName").value(event.sourceName());
    out.name("SourceType").value(event.sourceType().name());
    out.name("Message").value(event.message());
    out.name("Date").value(ClusterJson.seconds(event.date()));
    out.endObject();
  }
}
