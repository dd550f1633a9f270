/* What the poller stands on: epoll, an eventfd to wake it, inotify for chips that come and go. */
#include "gpiod-osgi.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#define BATCH 64 /* descriptors that one wait reports; the rest comes with the next */

_Static_assert(EPOLL_CTL_ADD == 1 && EPOLL_CTL_DEL == 2 && EPOLL_CTL_MOD == 3,
               "Native's operations");
_Static_assert(EPOLLIN == 1 && EPOLLET == 1U << 31, "Native's events");

/* libgpiod's own waits say 1 also for a chip that went away. */
jint native_has_events(JNIEnv *env, jclass type, jint fd)
{
    struct pollfd wanted = { .fd = fd, .events = POLLIN };
    int count = poll(&wanted, 1, 0);

    (void)env;
    (void)type;
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    if (wanted.revents & POLLNVAL)
        return -EBADF;
    return wanted.revents & (POLLERR | POLLHUP) ? -ENODEV : (wanted.revents & POLLIN) != 0;
}

jint native_epoll_create(JNIEnv *env, jclass type)
{
    int fd = epoll_create1(EPOLL_CLOEXEC);

    (void)env;
    (void)type;
    return fd < 0 ? -errno : fd;
}

jint native_epoll_control(JNIEnv *env, jclass type, jint epoll_fd, jint operation, jint fd,
                          jint events, jlong token)
{
    struct epoll_event event = { .events = (uint32_t)events, .data.u64 = (uint64_t)token };

    (void)env;
    (void)type;
    return epoll_ctl(epoll_fd, operation, fd, &event) ? -errno : 0;
}

jint native_epoll_wait(JNIEnv *env, jclass type, jint epoll_fd, jlongArray tokens, jint timeout_ms)
{
    struct epoll_event events[BATCH];
    jlong ready[BATCH];
    jsize room = (*env)->GetArrayLength(env, tokens);
    int count = epoll_wait(epoll_fd, events, room < BATCH ? room : BATCH, timeout_ms);

    (void)type;
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++)
        ready[i] = (jlong)events[i].data.u64;
    (*env)->SetLongArrayRegion(env, tokens, 0, count, ready);
    return count;
}

jint native_event_create(JNIEnv *env, jclass type)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    (void)env;
    (void)type;
    return fd < 0 ? -errno : fd;
}

/* A full counter (EAGAIN) is a signal that has not been drained yet. */
jint native_event_signal(JNIEnv *env, jclass type, jint event_fd)
{
    const uint64_t one = 1;

    (void)env;
    (void)type;
    return write(event_fd, &one, sizeof(one)) < 0 && errno != EAGAIN ? -errno : 0;
}

jint native_event_drain(JNIEnv *env, jclass type, jint event_fd)
{
    uint64_t count;

    (void)env;
    (void)type;
    return read(event_fd, &count, sizeof(count)) < 0 && errno != EAGAIN ? -errno : 0;
}

/* IN_ATTRIB: udev opens a new node to its group a moment after the kernel made it. */
static int watch(int fd, const char *folder)
{
    return inotify_add_watch(fd, folder, IN_CREATE | IN_DELETE | IN_MOVE | IN_ATTRIB | IN_ONLYDIR);
}

jint native_watch_create(JNIEnv *env, jclass type, jbyteArray folder)
{
    char path[PATH_MAX];
    int fd;
    int error = copy_path(env, folder, path);

    (void)type;
    if (error)
        return error;
    fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0)
        return -errno;
    if (watch(fd, path) < 0) {
        error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

/*
 * Whether a batch of inotify events is about a chip; after an overflow nobody knows, so it may be.
 */
static int concerns_chips(const char *batch, ssize_t length)
{
    struct inotify_event event;

    for (const char *at = batch; at < batch + length; at += sizeof(event) + event.len) {
        memcpy(&event, at, sizeof(event));
        /* What is new may be a link to a chip: udev makes those last. */
        if (event.mask & (IN_Q_OVERFLOW | IN_CREATE | IN_MOVED_TO))
            return 1;
        if (event.len && !strncmp(at + sizeof(event), "gpiochip", strlen("gpiochip")))
            return 1;
    }
    return 0;
}

jint native_watch_drain(JNIEnv *env, jclass type, jint watch_fd)
{
    char batch[4096];
    int found = 0;
    ssize_t length;

    (void)env;
    (void)type;
    while ((length = read(watch_fd, batch, sizeof(batch))) > 0)
        found |= concerns_chips(batch, length);
    return length < 0 && errno != EAGAIN ? -errno : found;
}

jint native_close(JNIEnv *env, jclass type, jint fd)
{
    (void)env;
    (void)type;
    return close(fd) ? -errno : 0;
}
