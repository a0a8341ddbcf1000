package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UntagResourceResponse;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Table;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TagResource, UntagResource and ListTagsOfResource. */
public final class Tags {
  private final Pace pace;

  public Tags(Pace pace) {
    this.pace = pace;
  }

  public Work<TagResourceResponse> tag(TagResourceRequest request) {
    return group -> {
      Tables.Entry entry = resource(group.tables(), request.resourceArn());
      Map<String, String> tags = new LinkedHashMap<>(entry.access().tags());
      for (Tag tag : request.tags()) {
        tags.put(tag.key(), tag.value());
      }
      if (tags.size() > ServiceQuotas.MAX_TAGS) {
        throw validation(Messages.TOO_MANY_TAGS);
      }
      store(group, entry, tags, request);
      return new TagResourceResponse();
    };
  }

  public Work<UntagResourceResponse> untag(UntagResourceRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().find(request.resourceArn());
      if (entry == null) {
        throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
      }
      Map<String, String> tags = new LinkedHashMap<>(entry.access().tags());
      tags.keySet().removeAll(request.tagKeys());
      store(group, entry, tags, request);
      return new UntagResourceResponse();
    };
  }

  private void store(
      WriteGroup group, Tables.Entry entry, Map<String, String> tags, Object request) {
    if (tags.equals(entry.access().tags())) {
      return;
    }
    Table table = entry.table();
    pace.keepDistance(
        "tags of " + table.id(),
        Pace.BETWEEN_TAGS,
        request,
        _ ->
            new ServiceError.LimitExceeded(
                Messages.LIMIT_EXCEEDED + "Table tags are being updated: " + table.name()));
    Catalog.put(group, entry.with(entry.access().withTags(tags)));
  }

  public static ListTagsOfResourceResponse list(Tables tables, ListTagsOfResourceRequest request) {
    List<Tag> tags =
        resource(tables, request.resourceArn()).access().tags().entrySet().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toList();
    return new ListTagsOfResourceResponse(tags, null);
  }

  private static Tables.Entry resource(Tables tables, String arn) {
    Tables.Entry entry = tables.find(arn);
    if (entry == null) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              Messages.NOT_FOUND + ": ResourcArn: " + arn + " not found"));
    }
    return entry;
  }
}
