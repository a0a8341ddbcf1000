package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Calls the DAX management API of a server, and DynamoDB's to see what has come of it. */
record ManagementClient(HttpClient client) {
  /** Status and JSON of an answer. */
  record Answer(int status, Json json) {
    String text(String path) {
      return json.at(path).asString();
    }

    /** The name of an error, and its text. */
    String error() {
      return status + " " + text("/__type") + ": " + text("/message");
    }
  }

  Answer call(Larder larder, String operation, String body) {
    return answer(send(request(larder, operation, quoted(body)).build()));
  }

  /** The same, signed. */
  Answer call(Larder larder, String operation, String body, AwsCredentials caller, String service) {
    String text = quoted(body);
    HttpRequest.Builder request = request(larder, operation, text);
    SdkHttpRequest unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri(larder))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "AmazonDAXV3." + operation)
            .build();
    AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(caller)
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromUtf8String(text))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              // The client sends the host itself.
              if (!name.equalsIgnoreCase("host")) {
                request.setHeader(name, values.getFirst());
              }
            });
    return answer(send(request.build()));
  }

  /** Whether DynamoDB's answer to that came from memory. */
  boolean isHit(Larder larder, String operation, String body) {
    HttpResponse<String> answer = dynamoDb(larder, operation, body);
    return answer.headers().firstValue("x-larder-cache").equals(Optional.of("HIT"));
  }

  HttpResponse<String> dynamoDb(Larder larder, String operation, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(RunningLarder.url(larder) + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s")
            .POST(BodyPublishers.ofString(quoted(body)))
            .build());
  }

  /** The status of what is answered to a request with these headers and an empty object. */
  int status(Larder larder, String method, Map<String, String> headers) {
    return status(larder, method, headers, "{}");
  }

  int status(Larder larder, String method, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(larder)).method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.build()).statusCode();
  }

  private static String quoted(String body) {
    return body.replace('\'', '"');
  }

  private static URI uri(Larder larder) {
    return URI.create("http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/");
  }

  private static HttpRequest.Builder request(Larder larder, String operation, String body) {
    return HttpRequest.newBuilder(uri(larder))
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", "AmazonDAXV3." + operation)
        .POST(BodyPublishers.ofString(body));
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        Json.read(new ByteArrayInputStream(response.body().getBytes(UTF_8))));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
