package io.larder.junit;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a server for each test class, which its tests and lifecycle methods take as a parameter, and
 * deletes all tables after each test:
 *
 * <pre>
 * &#64;ExtendWith(LarderExtension.class)
 * class OrdersTest {
 *   &#64;Test
 *   void savesOrders(LarderServer larder) {
 *     var client = DynamoDbClient.builder().endpointOverride(larder.endpoint())…
 * </pre>
 *
 * <p>As a field with {@link org.junit.jupiter.api.extension.RegisterExtension} it takes settings
 * ({@link #with}), or leaves the tables to the tests ({@link #keepingTables}). Classes may run at
 * the same time, tests of one class only if they keep their tables.
 */
public final class LarderExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(LarderExtension.class);

  private final Map<String, String> settings;
  private final boolean dropsTables;

  /** A server with the usual settings. */
  public LarderExtension() {
    this(Map.of(), true);
  }

  private LarderExtension(Map<String, String> settings, boolean dropsTables) {
    this.settings = Map.copyOf(settings);
    this.dropsTables = dropsTables;
  }

  /** A server with settings as {@link LarderServer#inMemory(Map)} takes them. */
  public static LarderExtension with(Map<String, String> settings) {
    return new LarderExtension(settings, true);
  }

  /** The same, but that tables stay until the last test of the class. */
  public LarderExtension keepingTables() {
    return new LarderExtension(settings, false);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (dropsTables) {
      server(context).dropTables();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LarderServer.class;
  }

  @Override
  public LarderServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  /** That of the outermost class; the store closes it when that has ended. */
  private LarderServer server(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(this, _ -> LarderServer.inMemory(settings), LarderServer.class);
  }
}
