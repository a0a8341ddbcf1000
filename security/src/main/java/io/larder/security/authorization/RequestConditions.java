package io.larder.security.authorization;

import io.larder.protocol.item.KeySchema;
import io.larder.security.access.Access;
import io.larder.security.access.Arns;
import io.larder.security.access.Mentions;
import io.larder.security.access.RequestAccess;
import io.larder.security.access.Tags;
import io.larder.security.access.UndeterminedException;
import io.larder.security.auth.RequestContext;
import io.larder.security.policy.ConditionContext;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.access.TableAccess;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one access. What cannot be told is noted, and who asks is not to rely on
 * what comes of it.
 */
final class RequestConditions implements ConditionContext {
  private static final String REQUEST_TAG = "aws:requesttag/";
  private static final String RESOURCE_TAG = "aws:resourcetag/";

  private final Access access;
  private final CallerRights caller;
  private final RequestContext context;
  private final Surroundings surroundings;
  private @Nullable Mentions mentions;
  private boolean isUndetermined;
  private boolean mustLookUp;

  /**
   * What is there beside the request.
   *
   * @param now when the request is looked at
   * @param tables knows the tables that are in memory, or all of them, if it may look them up
   */
  record Surroundings(Instant now, Tables tables, Arns arns) {}

  /** What is known of tables. */
  interface Tables {
    /** The table of that name; null if there is none, or nobody knows without a look. */
    @Nullable Table table(String nameOrArn);

    /** What bears on who may use the table; null if nobody knows without a look. */
    @Nullable TableAccess access(String nameOrArn);

    /** True if nothing more would be found by a look. */
    boolean haveLooked();
  }

  RequestConditions(
      Access access, CallerRights caller, RequestContext context, Surroundings surroundings) {
    this.access = access;
    this.caller = caller;
    this.context = context;
    this.surroundings = surroundings;
  }

  /** True if something was asked for that cannot be told, so that nothing follows from it. */
  boolean isUndetermined() {
    return isUndetermined;
  }

  /** True if something was asked for that is not in memory. */
  boolean mustLookUp() {
    return mustLookUp;
  }

  @Override
  public @Nullable List<String> values(String key) {
    try {
      if (key.startsWith("dynamodb:")) {
        return ofRequest(key);
      }
      String value = PrincipalKeys.value(key, caller);
      if (value != null) {
        return List.of(value);
      }
      return key.startsWith("aws:") || key.startsWith("dax:")
          ? global(key)
          : PrincipalKeys.claims(key, caller.principal());
    } catch (UndeterminedException e) {
      isUndetermined = true;
      return null;
    }
  }

  private Mentions mentions() {
    Mentions made = mentions;
    if (made == null) {
      made = access.mentions().get();
      mentions = made;
    }
    return made;
  }

  private @Nullable List<String> ofRequest(String key) {
    return switch (key) {
      case "dynamodb:leadingkeys", "dynamodb:firstpartitionkeyvalues" -> partitionKeyValues(0);
      case "dynamodb:secondpartitionkeyvalues" -> partitionKeyValues(1);
      case "dynamodb:thirdpartitionkeyvalues" -> partitionKeyValues(2);
      case "dynamodb:fourthpartitionkeyvalues" -> partitionKeyValues(3);
      case "dynamodb:attributes" -> mentions().attributes();
      case "dynamodb:select" -> one(mentions().select());
      case "dynamodb:returnvalues" -> one(mentions().returnValues());
      case "dynamodb:returnconsumedcapacity" -> one(mentions().returnConsumedCapacity());
      case "dynamodb:enclosingoperation" -> one(mentions().enclosingOperation());
      case "dynamodb:fulltablescan" -> fullTableScan();
      default -> null;
    };
  }

  private @Nullable List<String> partitionKeyValues(int part) {
    Mentions mentioned = mentions();
    if (!mentioned.hasKeys()) {
      return null;
    }
    KeySchema schema = schema();
    return schema == null ? null : mentioned.partitionKeyValues(part, schema);
  }

  /** The key of the table or index; null if it must be looked up. */
  private @Nullable KeySchema schema() {
    String name = access.table();
    Table table = name == null ? null : surroundings.tables().table(name);
    if (table == null) {
      if (name == null || surroundings.tables().haveLooked()) {
        throw new UndeterminedException();
      }
      mustLookUp = true;
      return null;
    }
    if (access.index() == null) {
      return table.keySchema();
    }
    Index index = table.index(access.index());
    if (index == null) {
      throw new UndeterminedException();
    }
    return index.keySchema();
  }

  /** Only a statement that selects can be one. */
  private @Nullable List<String> fullTableScan() {
    if (!access.action().equals(RequestAccess.SERVICE + "PartiQLSelect")) {
      return null;
    }
    KeySchema schema = schema();
    return schema == null
        ? null
        : List.of(Boolean.toString(mentions().isOpen(schema.partition().getFirst().name())));
  }

  private @Nullable List<String> global(String key) {
    if (key.startsWith(REQUEST_TAG)) {
      return one(mentions().tag(key.substring(REQUEST_TAG.length())));
    }
    if (key.startsWith(RESOURCE_TAG)) {
      return one(resourceTag(key.substring(RESOURCE_TAG.length())));
    }
    return switch (key) {
      case "aws:tagkeys" -> mentions().tagKeys();
      case "aws:currenttime" -> List.of(surroundings.now().toString());
      case "aws:epochtime" -> List.of(Long.toString(surroundings.now().getEpochSecond()));
      case "aws:sourceip" -> context.network().vpcEndpoint() == null ? one(address()) : null;
      case "aws:vpcsourceip" -> context.network().vpcEndpoint() == null ? null : one(address());
      case "aws:sourcevpc" -> one(context.network().vpc());
      case "aws:sourcevpce" -> one(context.network().vpcEndpoint());
      case "aws:securetransport" -> List.of(Boolean.toString(context.isSecure()));
      case "aws:requestedregion" -> List.of(surroundings.arns().region());
      case "aws:resourceaccount" -> List.of(surroundings.arns().account());
      case "aws:useragent" -> one(context.userAgent());
      case "aws:referer" -> one(context.referer());
      case "aws:viaawsservice", "aws:principalisawsservice" -> List.of("false");
      case "dax:enclosingoperation" -> one(mentions().enclosingOperation());
      default -> null;
    };
  }

  private @Nullable String address() {
    InetAddress address = context.sourceAddress();
    // Unknown is not the same as absent: a denial by address must not be escaped.
    if (address == null) {
      throw new UndeterminedException();
    }
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private @Nullable String resourceTag(String key) {
    String table = access.table();
    if (table == null || isStream(access.resource())) {
      return null;
    }
    TableAccess known = surroundings.tables().access(table);
    if (known == null) {
      mustLookUp = true;
      return null;
    }
    return Tags.find(known.tags(), key);
  }

  private static boolean isStream(String arn) {
    return arn.contains("/stream/");
  }

  private static @Nullable List<String> one(@Nullable String value) {
    return value == null ? null : List.of(value);
  }
}
