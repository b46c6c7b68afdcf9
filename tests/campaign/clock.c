/* A clock that steps, preloaded into a program: the time of day is off by the nanoseconds that stand, as 8 bytes, in the
   file that STEPPED_CLOCK names. As with the real clock, time that is only measured (CLOCK_MONOTONIC) doesn't step, and
   whoever waits until a time of day waits longer when the clock goes back. libfaketime leaves C11's waits alone, which
   librdkafka uses: they would take as long as the clock is ahead. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL
/* How soon a wait notices a step, in nanoseconds. */
#define SLICE 20000000LL

typedef int64_t nanoseconds;

static volatile nanoseconds nothing;
static volatile nanoseconds *off_by = &nothing;
static int (*posix_wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
static int (*c11_wait)(cnd_t *, mtx_t *, const struct timespec *);

__attribute__((constructor)) static void open_clock(void) {
    const char *versions[] = {"GLIBC_2.3.2", "GLIBC_2.17", "GLIBC_2.27"};
    for (int i = 0; !posix_wait && i < 3; i++)
        *(void **)&posix_wait = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", versions[i]);
    *(void **)&c11_wait = dlsym(RTLD_NEXT, "cnd_timedwait");
    const char *name = getenv("STEPPED_CLOCK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(nanoseconds), PROT_READ, MAP_SHARED, file, 0);
    if (!posix_wait || !c11_wait || mapped == MAP_FAILED)
        abort(); /* a campaign must not pass because the clock stood still */
    close(file);
    off_by = mapped;
}

static nanoseconds real_time(void) {
    struct timespec at;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &at);
    return at.tv_sec * SECOND + at.tv_nsec;
}

static struct timespec split(nanoseconds time) {
    return (struct timespec){.tv_sec = time / SECOND, .tv_nsec = time % SECOND};
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return syscall(SYS_clock_gettime, clock, at);
    *at = split(real_time() + *off_by);
    return 0;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    (void)zone;
    nanoseconds now = real_time() + *off_by;
    *at = (struct timeval){.tv_sec = now / SECOND, .tv_usec = now % SECOND / 1000};
    return 0;
}

time_t time(time_t *at) {
    time_t now = (real_time() + *off_by) / SECOND;
    if (at)
        *at = now;
    return now;
}

/* The slice of a wait that is due at a time of day by the stepped clock; what is left of the wait. */
static nanoseconds slice(const struct timespec *until, struct timespec *end) {
    nanoseconds now = real_time(), left = until->tv_sec * SECOND + until->tv_nsec - (now + *off_by);
    *end = split(now + (left < SLICE ? left : SLICE));
    return left;
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until) {
    for (;;) {
        struct timespec end;
        nanoseconds left = slice(until, &end);
        int outcome = posix_wait(condition, mutex, &end);
        if (outcome != ETIMEDOUT || left <= SLICE)
            return outcome;
    }
}

int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex, const struct timespec *restrict until) {
    for (;;) {
        struct timespec end;
        nanoseconds left = slice(until, &end);
        int outcome = c11_wait(condition, mutex, &end);
        if (outcome != thrd_timedout || left <= SLICE)
            return outcome;
    }
}
