/*
 * Makes the monotonic clock of one process run at SLOW_CLOCK_RATE times its speed, by LD_PRELOAD.
 *
 * cc -shared -fPIC -O2 -o slow_clock.so slow_clock.c -ldl
 *
 * What a thread waits for by that clock is brought back to the clock of the machine, so it waits for as long as the
 * process believes. Waits of a relative time, as in epoll_wait, are as they were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL
/* No machine is up for so long, and no calendar shows so little: tells the two clocks of a deadline apart. */
#define LONGEST_UPTIME_SECONDS (20LL * 365 * 24 * 3600)

static double rate = 1;
static int64_t base;

static int64_t of(const struct timespec *t) { return t->tv_sec * SECOND + t->tv_nsec; }

static void put(struct timespec *t, int64_t nanos) {
  t->tv_sec = nanos / SECOND;
  t->tv_nsec = nanos % SECOND;
}

__attribute__((constructor)) static void begin(void) {
  struct timespec now;
  const char *wish = getenv("SLOW_CLOCK_RATE");
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  base = of(&now);
  if (wish) rate = atof(wish);
}

int clock_gettime(clockid_t clock, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, t);
  if (result == 0 && clock == CLOCK_MONOTONIC) put(t, base + (int64_t)((of(t) - base) * rate));
  return result;
}

static void real_deadline(const struct timespec *deadline, struct timespec *real) {
  *real = *deadline;
  if (deadline->tv_sec < LONGEST_UPTIME_SECONDS) put(real, base + (int64_t)((of(deadline) - base) / rate));
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
  static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
  /* x86-64 has an older one beside it, for condition variables of another layout. */
  if (!real) real = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  if (!real) real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  struct timespec by;
  real_deadline(deadline, &by);
  return real(condition, mutex, &by);
}
