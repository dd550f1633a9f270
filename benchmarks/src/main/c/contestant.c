/*
 * libgpiod itself: contestant CHIP PULL TOGGLER, where PULL is the file that drives the line with edges,
 * and TOGGLER is the program that does. For each line "WORK COUNT" that it reads it does the work so often, and prints what it measured
 * as "nanos=NUMBER done=NUMBER", or "unsupported". What is prepared before, and cleaned up after, is not
 * measured.
 */
#include <errno.h>
#include <gpiod.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EDGES 63    /* offset of the line that has edges */
#define QUEUED 1000 /* how many are made before they are drained */
#define BATCH 256
#define EVENT_BUFFER 1024 /* as ours asks for */
#define DEFAULT_BUFFER 0
#define APART_NANOS 1000000    /* from one single edge to the next */
#define QUIET_NANOS 500000000L /* so long without an edge, when all are made: no more will come */

static const char *path;
static int toggler = -1; /* what it says, and what it is told */
static volatile uint64_t seen; /* keeps the compiler from leaving out what is only read */

static void fail(const char *what)
{
    fprintf(stderr, "contestant: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void *checked(void *pointer, const char *what)
{
    if (!pointer)
        fail(what);
    return pointer;
}

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t cpu_of_thread(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct gpiod_chip *open_chip(void)
{
    return checked(gpiod_chip_open(path), path);
}

/* Lines first to first + lines - 1. */
static struct gpiod_line_config *config(enum gpiod_line_direction direction,
                                        enum gpiod_line_edge edge, unsigned int first,
                                        unsigned int lines)
{
    struct gpiod_line_settings *settings = checked(gpiod_line_settings_new(), "settings");
    struct gpiod_line_config *result = checked(gpiod_line_config_new(), "line config");

    gpiod_line_settings_set_direction(settings, direction);
    gpiod_line_settings_set_edge_detection(settings, edge);
    for (unsigned int offset = first; offset < first + lines; offset++)
        if (gpiod_line_config_add_line_settings(result, &offset, 1, settings))
            fail("line config");
    gpiod_line_settings_free(settings);
    return result;
}

static struct gpiod_line_request *request_with(struct gpiod_line_config *lines, size_t buffer)
{
    struct gpiod_request_config *how = checked(gpiod_request_config_new(), "request config");
    struct gpiod_chip *chip = open_chip();
    struct gpiod_line_request *result;

    gpiod_request_config_set_consumer(how, "bench");
    gpiod_request_config_set_event_buffer_size(how, buffer);
    result = checked(gpiod_chip_request_lines(chip, how, lines), "request");
    gpiod_chip_close(chip);
    gpiod_request_config_free(how);
    gpiod_line_config_free(lines);
    return result;
}

static struct gpiod_line_request *request(struct gpiod_line_config *lines)
{
    return request_with(lines, EVENT_BUFFER);
}

static int64_t set_one(long count)
{
    struct gpiod_line_request *held =
        request(config(GPIOD_LINE_DIRECTION_OUTPUT, GPIOD_LINE_EDGE_NONE, 0, 1));
    int64_t begun = now();

    for (long i = 0; i < count; i++)
        if (gpiod_line_request_set_value(held, 0, i & 1 ? GPIOD_LINE_VALUE_INACTIVE
                                                        : GPIOD_LINE_VALUE_ACTIVE))
            fail("set");
    begun = now() - begun;
    gpiod_line_request_release(held);
    return begun;
}

static int64_t get_one(long count)
{
    struct gpiod_line_request *held =
        request(config(GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_NONE, 0, 1));
    uint64_t active = 0;
    int64_t begun = now();

    for (long i = 0; i < count; i++) {
        enum gpiod_line_value value = gpiod_line_request_get_value(held, 0);

        if (value == GPIOD_LINE_VALUE_ERROR)
            fail("get");
        active += value == GPIOD_LINE_VALUE_ACTIVE;
    }
    begun = now() - begun;
    seen = active;
    gpiod_line_request_release(held);
    return begun;
}

static int64_t set_64(long count)
{
    struct gpiod_line_request *held =
        request(config(GPIOD_LINE_DIRECTION_OUTPUT, GPIOD_LINE_EDGE_NONE, 0, 64));
    enum gpiod_line_value values[2][64];
    int64_t begun;

    for (int i = 0; i < 64; i++) {
        values[0][i] = GPIOD_LINE_VALUE_ACTIVE;
        values[1][i] = GPIOD_LINE_VALUE_INACTIVE;
    }
    begun = now();
    for (long i = 0; i < count; i++)
        if (gpiod_line_request_set_values(held, values[i & 1]))
            fail("set");
    begun = now() - begun;
    gpiod_line_request_release(held);
    return begun;
}

static int64_t get_64(long count)
{
    struct gpiod_line_request *held =
        request(config(GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_NONE, 0, 64));
    enum gpiod_line_value values[64];
    uint64_t active = 0;
    int64_t begun = now();

    for (long i = 0; i < count; i++) {
        if (gpiod_line_request_get_values(held, values))
            fail("get");
        active += values[63] == GPIOD_LINE_VALUE_ACTIVE;
    }
    begun = now() - begun;
    seen = active;
    gpiod_line_request_release(held);
    return begun;
}

static int64_t request_and_release(long count)
{
    struct gpiod_line_config *lines = config(GPIOD_LINE_DIRECTION_OUTPUT, GPIOD_LINE_EDGE_NONE, 0, 1);
    struct gpiod_request_config *how = checked(gpiod_request_config_new(), "request config");
    struct gpiod_chip *chip = open_chip();
    int64_t begun;

    gpiod_request_config_set_consumer(how, "bench");
    gpiod_request_config_set_event_buffer_size(how, EVENT_BUFFER);
    begun = now();
    for (long i = 0; i < count; i++)
        gpiod_line_request_release(checked(gpiod_chip_request_lines(chip, how, lines), "request"));
    begun = now() - begun;
    gpiod_chip_close(chip);
    gpiod_request_config_free(how);
    gpiod_line_config_free(lines);
    return begun;
}

static int64_t describe(long count)
{
    uint64_t used = 0;
    int64_t begun = now();

    for (long i = 0; i < count; i++) {
        struct gpiod_chip *chip = open_chip();

        for (unsigned int offset = 0; offset < 64; offset++) {
            struct gpiod_line_info *info = checked(gpiod_chip_get_line_info(chip, offset), "info");

            used += gpiod_line_info_is_used(info);
            gpiod_line_info_free(info);
        }
        gpiod_chip_close(chip);
    }
    begun = now() - begun;
    seen = used;
    return begun;
}

static void start_toggler(const char *program, const char *pull)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        fail("toggler");
    toggler = ends[0];
    if (fork())
        return;
    dup2(ends[1], STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    execl(program, program, pull, NULL);
    fail(program);
}

/* Has edges made; they come meanwhile. */
static void toggle(long edges, long apart_nanos)
{
    if (dprintf(toggler, "%ld %ld\n", edges, apart_nanos) < 0)
        fail("toggler");
}

static bool toggled(void)
{
    struct pollfd answer = { .fd = toggler, .events = POLLIN };

    return poll(&answer, 1, 0) > 0;
}

static void await_toggler(void)
{
    char done[sizeof("done")];

    if (recv(toggler, done, sizeof(done), MSG_WAITALL) != sizeof(done))
        fail("toggler");
}

/* Edges come by an interrupt's thread; a while later all are queued. Where nobody pulls they are there. */
static void queue_edges(void)
{
    static const struct timespec while_later = { .tv_nsec = 20000000 };

    if (toggler < 0)
        return;
    toggle(QUEUED, 0);
    await_toggler();
    nanosleep(&while_later, NULL);
}

static int64_t drain(long count, long *done)
{
    struct gpiod_line_request *held =
        request(config(GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_BOTH, EDGES, 1));
    struct gpiod_edge_event_buffer *buffer = checked(gpiod_edge_event_buffer_new(BATCH), "buffer");
    uint64_t rising = 0;
    int64_t nanos = 0;

    *done = 0;
    for (long queued = 0; queued < count; queued += QUEUED) {
        int64_t begun;

        queue_edges();
        begun = now();
        while (gpiod_line_request_wait_edge_events(held, 0) > 0) {
            int read = gpiod_line_request_read_edge_events(held, buffer, BATCH);

            if (read < 0)
                fail("read");
            for (int i = 0; i < read; i++) {
                struct gpiod_edge_event *event =
                    gpiod_edge_event_buffer_get_event(buffer, (unsigned long)i);

                rising += gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
                rising += gpiod_edge_event_get_timestamp_ns(event);
            }
            *done += read;
        }
        nanos += now() - begun;
    }
    seen = rising;
    gpiod_edge_event_buffer_free(buffer);
    gpiod_line_request_release(held);
    return nanos;
}

/* What came of edges that were received while they were made. */
struct received {
    int64_t nanos;
    int64_t cpu;
    long done;
    unsigned long made; /* by the kernel */
};

/*
 * Count edges in bursts; the next one is made when all of the last arrived. How long each took since
 * the kernel saw it goes to latencies, unless that is NULL.
 */
static struct received receive(size_t event_buffer, long burst, long count, long apart_nanos,
                               int64_t *latencies)
{
    struct gpiod_line_request *held = request_with(
        config(GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_BOTH, EDGES, 1), event_buffer);
    struct gpiod_edge_event_buffer *buffer = checked(gpiod_edge_event_buffer_new(BATCH), "buffer");
    struct received result = { 0 };
    uint64_t rising = 0;

    result.cpu = cpu_of_thread();
    result.nanos = now();
    for (long asked = 0; asked < count; asked += burst) {
        long all = result.done + burst;

        toggle(burst, apart_nanos);
        while (result.done < all) {
            bool last = toggled();
            int read = gpiod_line_request_wait_edge_events(held, QUIET_NANOS);

            if (read > 0)
                read = gpiod_line_request_read_edge_events(held, buffer, BATCH);
            if (read < 0)
                fail("read");
            if (!read && last)
                break;
            for (int i = 0; i < read; i++) {
                struct gpiod_edge_event *event =
                    gpiod_edge_event_buffer_get_event(buffer, (unsigned long)i);

                rising += gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
                if (latencies)
                    latencies[result.done + i] =
                        now() - (int64_t)gpiod_edge_event_get_timestamp_ns(event);
                else
                    rising += gpiod_edge_event_get_timestamp_ns(event);
                result.made = gpiod_edge_event_get_global_seqno(event);
            }
            result.done += read;
        }
        await_toggler();
    }
    result.nanos = now() - result.nanos;
    result.cpu = cpu_of_thread() - result.cpu;
    seen = rising;
    gpiod_edge_event_buffer_free(buffer);
    gpiod_line_request_release(held);
    return result;
}

static void print_received(const struct received *received)
{
    printf("nanos=%" PRId64 " done=%ld cpu=%" PRId64 " made=%lu", received->nanos, received->done,
           received->cpu, received->made);
}

static void listen_to(size_t event_buffer, long burst, long count)
{
    struct received received = receive(event_buffer, burst, count, 0, NULL);

    print_received(&received);
    puts("");
}

static int by_size(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

    return (a > b) - (a < b);
}

static void latency(long count)
{
    int64_t *latencies = checked(calloc((size_t)count, sizeof(*latencies)), "latencies");
    struct received received = receive(EVENT_BUFFER, count, count, APART_NANOS, latencies);

    qsort(latencies, (size_t)received.done, sizeof(*latencies), by_size);
    print_received(&received);
    printf(" median=%" PRId64 " p99=%" PRId64 "\n", latencies[received.done / 2],
           latencies[received.done * 99 / 100]);
    free(latencies);
}

/* Works that answer more than time. */
static bool events(const char *work, long count)
{
    if (!strcmp(work, "listen"))
        listen_to(EVENT_BUFFER, QUEUED, count);
    else if (!strcmp(work, "flood"))
        listen_to(DEFAULT_BUFFER, count, count);
    else if (!strcmp(work, "latency"))
        latency(count);
    else
        return false;
    return true;
}

/* Works that answer only time. */
static bool calls(const char *work, long count)
{
    long done = count;
    int64_t nanos = !strcmp(work, "set-one")    ? set_one(count)
                    : !strcmp(work, "get-one")  ? get_one(count)
                    : !strcmp(work, "set-64")   ? set_64(count)
                    : !strcmp(work, "get-64")   ? get_64(count)
                    : !strcmp(work, "request")  ? request_and_release(count)
                    : !strcmp(work, "describe") ? describe(count)
                    : !strcmp(work, "drain")    ? drain(count, &done)
                                                : -1;

    if (nanos >= 0)
        printf("nanos=%" PRId64 " done=%ld\n", nanos, done);
    return nanos >= 0;
}

int main(int argc, char **argv)
{
    char work[32];
    long count;

    if (argc != 4) {
        fprintf(stderr, "usage: contestant CHIP PULL TOGGLER\n");
        return 2;
    }
    path = argv[1];
    if (strcmp(argv[2], "-"))
        start_toggler(argv[3], argv[2]);
    while (scanf("%31s %ld", work, &count) == 2) {
        if (!calls(work, count) && !events(work, count))
            puts("unsupported");
        fflush(stdout);
    }
    return 0;
}
