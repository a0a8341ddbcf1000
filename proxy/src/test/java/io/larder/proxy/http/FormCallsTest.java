package io.larder.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.Work;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.HeaderFormAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.query.QueryApi;
import io.larder.security.query.QueryService;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FormCallsTest extends ServedConnection {
  private static final String ID = "6a62ebb4-0000-4000-8000-000000000000";

  private boolean isBusy;

  /** Runs at once, unless there is too much of it. */
  private final class AtOnce implements Work {
    @Override
    public void run(Runnable task, Completion completion) {
      if (isBusy) {
        throw new ServiceException(new ServiceError.Throttling("too much"));
      }
      task.run();
    }

    @Override
    public int inFlight() {
      return 0;
    }
  }

  @Override
  FormCalls forms() {
    var service =
        new QueryService(
            "test",
            "1",
            "urn:test",
            Map.of(
                "Hello", (call, xml) -> xml.text("Name", call.parameters().value("Name")),
                "Signed", (call, xml) -> xml.text("Arn", call.caller().arn())),
            Set.of("Hello"));
    var api =
        new QueryApi(
            List.of(service),
            _ ->
                request -> {
                  new HeaderFormAuthenticator().authenticate(request);
                  return new Principal.Root("000000000000", null);
                },
            AuditTrail.none(),
            InstantSource.system(),
            () -> UUID.fromString(ID));
    return new FormCalls(api, new AtOnce());
  }

  @Test
  void aFormIsAnsweredInXml() {
    String answer =
        answerTo(form("application/x-www-form-urlencoded; charset=utf-8", "Name=a%26b"));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK")
        .contains("Content-Type: text/xml", "x-amzn-RequestId: " + ID)
        .endsWith(
            "<HelloResponse xmlns=\"urn:test\"><HelloResult><Name>a&amp;b</Name></HelloResult>"
                + "<ResponseMetadata><RequestId>"
                + ID
                + "</RequestId></ResponseMetadata></HelloResponse>");
  }

  @Test
  void aFormThatIsNotSignedIsRefusedInXml() {
    String answer =
        answerTo(form("application/x-www-form-urlencoded", "x=y").replace("Hello", "Maybe"));
    String unsigned =
        answerTo(form("application/x-www-form-urlencoded", "x=y").replace("Hello", "Signed"));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>InvalidAction</Code>");
    assertThat(unsigned)
        .startsWith("HTTP/1.1 403")
        .contains("<Type>Sender</Type><Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void anEncodedFormIsRefused() {
    String answer =
        answerTo(form("application/x-www-form-urlencoded\r\nContent-Encoding: gzip", "Name=a"));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>MalformedInput</Code>");
  }

  @Test
  void whatDoesNotFindAPlaceIsThrottled() {
    isBusy = true;

    String answer = answerTo(form("application/x-www-form-urlencoded", "Name=a"));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>Throttling</Code>");
    isBusy = false;
    assertThat(answerTo(form("application/x-www-form-urlencoded", "Name=a")))
        .startsWith("HTTP/1.1 200");
  }

  private static String form(String contentType, String parameters) {
    String body = "Version=1&Action=Hello&" + parameters;
    return "POST / HTTP/1.1\r\nHost: here\r\nContent-Type: "
        + contentType
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
