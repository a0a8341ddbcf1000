// Sends requests in a closed loop, as wrk does, over DAX or HTTP, and prints the outcome like requests.lua. HTTP too,
// because how much a server spends on an answer depends on how soon its driver takes it.
//
// Usage: closed_loop dax|http PORT CONNECTIONS SECONDS FILE [tls]
//
// FILE holds byte strings, each after its length as four bytes, the highest first. The first is what a connection
// begins with, and is not answered; for DAX it must ask for framed answers. The others are requests, which are sent in
// turn, one in flight on each connection. One thread does everything.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_HEAD = 8, LAST_FRAME = 1, SUCCESS = 0x80, MAX_HEAD = 1024, BUFFER = 256 * 1024, MAX_EVENTS = 256 };

typedef struct {
  const uint8_t *bytes;
  uint32_t length;
} Message;

typedef struct {
  int fd;
  SSL *ssl;
  uint64_t sent_at;
  // Of the frame that is being received, or the answer.
  uint8_t head[MAX_HEAD];
  uint32_t head_filled;
  uint32_t left;
  int is_first_byte;
} Connection;

static Message *requests;
static uint32_t request_count, next_request;
static uint32_t *latencies;
static uint64_t latency_count, latency_capacity, refused, broken;
static uint8_t buffer[BUFFER];
static int is_dax;

static void die(const char *what) {
  fprintf(stderr, "closed_loop: %s: %s\n", what, strerror(errno));
  exit(1);
}

static uint64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint32_t big_endian(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void load(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file || fseek(file, 0, SEEK_END)) die(name);
  long size = ftell(file);
  uint8_t *all = malloc((size_t)size);
  requests = malloc(sizeof(Message) * (size_t)(size / 4 + 1));
  if (size < 0 || !all || !requests) die(name);
  rewind(file);
  if (fread(all, 1, (size_t)size, file) != (size_t)size) die(name);
  fclose(file);
  for (long at = 0; at + 4 <= size;) {
    uint32_t length = big_endian(all + at);
    requests[request_count++] = (Message){all + at + 4, length};
    at += 4 + (long)length;
  }
}

// Sends everything: requests are small, so that a full socket means that the server has stopped to read.
static void send_all(Connection *c, Message message) {
  for (uint32_t sent = 0; sent < message.length;) {
    int n = c->ssl ? SSL_write(c->ssl, message.bytes + sent, (int)(message.length - sent))
                   : (int)write(c->fd, message.bytes + sent, message.length - sent);
    if (n > 0) {
      sent += (uint32_t)n;
    } else if (c->ssl ? SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_WRITE : errno != EAGAIN) {
      die("write");
    }
  }
}

static void send_next(Connection *c) {
  c->sent_at = nanos();
  c->is_first_byte = 1;
  send_all(c, requests[next_request]);
  // The first message is no request.
  next_request = next_request + 1 < request_count ? next_request + 1 : 1;
}

static void answered(Connection *c) {
  if (latency_count == latency_capacity) {
    latency_capacity = latency_capacity ? 2 * latency_capacity : 1u << 20;
    latencies = realloc(latencies, latency_capacity * sizeof *latencies);
    if (!latencies) die("memory");
  }
  latencies[latency_count++] = (uint32_t)((nanos() - c->sent_at) / 1000);
}

// Takes bytes of framed answers and returns how many have ended: at most one is under way.
static int take_frames(Connection *c, const uint8_t *bytes, uint32_t length) {
  int ended = 0;
  for (uint32_t at = 0; at < length;) {
    if (c->left == 0) {
      c->head[c->head_filled++] = bytes[at++];
      if (c->head_filled == FRAME_HEAD) c->left = big_endian(c->head) - FRAME_HEAD;
      continue;
    }
    if (c->is_first_byte && bytes[at] != SUCCESS) refused++;
    c->is_first_byte = 0;
    uint32_t some = c->left < length - at ? c->left : length - at;
    at += some;
    c->left -= some;
    if (c->left == 0) {
      c->head_filled = 0;
      ended += c->head[4] & LAST_FRAME;
    }
  }
  return ended;
}

// The same of HTTP's answers, which must have a Content-Length.
static int take_http(Connection *c, const uint8_t *bytes, uint32_t length) {
  int ended = 0;
  for (uint32_t at = 0; at < length;) {
    if (c->left == 0) {
      uint32_t some = length - at < MAX_HEAD - 1 - c->head_filled ? length - at : MAX_HEAD - 1 - c->head_filled;
      memcpy(c->head + c->head_filled, bytes + at, some);
      c->head[c->head_filled + some] = 0;
      char *head = (char *)c->head;
      char *end = memmem(head, c->head_filled + some, "\r\n\r\n", 4);
      if (!end) {
        if (c->head_filled + some == MAX_HEAD - 1) die("an answer with a long head");
        c->head_filled += some;
        at += some;
        continue;
      }
      char *content_length = strcasestr(head, "\r\ncontent-length:");
      if (!content_length) die("an answer without Content-Length");
      c->left = (uint32_t)strtoul(content_length + strlen("\r\ncontent-length:"), NULL, 10);
      if (strncmp(head, "HTTP/1.1 200", 12)) refused++;
      at += (uint32_t)(end + 4 - head) - c->head_filled;
    }
    uint32_t some = c->left < length - at ? c->left : length - at;
    at += some;
    c->left -= some;
    if (c->left == 0) {
      c->head_filled = 0;
      ended++;
    }
  }
  return ended;
}

static void receive(Connection *c) {
  for (;;) {
    int n = c->ssl ? SSL_read(c->ssl, buffer, BUFFER) : (int)read(c->fd, buffer, BUFFER);
    if (n <= 0) {
      if (c->ssl ? SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_READ : n == 0 || errno != EAGAIN) {
        broken++;
        close(c->fd);
      }
      return;
    }
    if ((is_dax ? take_frames : take_http)(c, buffer, (uint32_t)n)) {
      answered(c);
      send_next(c);
    }
    if (!c->ssl && n < BUFFER) return;
  }
}

static void open_connection(Connection *c, uint16_t port, SSL_CTX *tls) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address)) die("connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (tls) {
    c->ssl = SSL_new(tls);
    SSL_set_fd(c->ssl, c->fd);
    if (SSL_connect(c->ssl) != 1) die("TLS handshake");
  }
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  if (requests[0].length) send_all(c, requests[0]);
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

int main(int count, char **arguments) {
  if (count < 6) {
    fprintf(stderr, "usage: closed_loop dax|http PORT CONNECTIONS SECONDS FILE [tls]\n");
    return 2;
  }
  is_dax = !strcmp(arguments[1], "dax");
  int connections = atoi(arguments[3]);
  load(arguments[5]);
  if (request_count < 2 || connections < 1) die("nothing to send");
  next_request = 1;
  SSL_CTX *tls = count > 6 ? SSL_CTX_new(TLS_client_method()) : NULL;
  Connection *all = calloc((size_t)connections, sizeof *all);
  int poll = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    open_connection(&all[i], (uint16_t)atoi(arguments[2]), tls);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event)) die("epoll");
  }
  uint64_t began = nanos();
  uint64_t end = began + (uint64_t)(atof(arguments[4]) * 1e9);
  for (int i = 0; i < connections; i++) send_next(&all[i]);
  while (nanos() < end && broken < (uint64_t)connections) {
    struct epoll_event events[MAX_EVENTS];
    int ready = epoll_wait(poll, events, MAX_EVENTS, 1000);
    for (int i = 0; i < ready; i++) receive(events[i].data.ptr);
  }
  double seconds = (double)(nanos() - began) / 1e9;
  qsort(latencies, latency_count, sizeof *latencies, by_value);
  uint32_t p50 = latency_count ? latencies[latency_count / 2] : 0;
  uint32_t p99 = latency_count ? latencies[latency_count * 99 / 100] : 0;
  printf("RESULT {\"requests\":%lu,\"seconds\":%.6f,\"p50\":%u,\"p99\":%u,\"refused\":%lu,\"broken\":%lu}\n",
         (unsigned long)latency_count, seconds, p50, p99, (unsigned long)refused, (unsigned long)broken);
  return 0;
}
