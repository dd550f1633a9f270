/*
 * A chip whose ioctls return at once, to be preloaded: what is left of the time of a call is the
 * binding's. The chip is DEVICE. Each time that the queue of events of a request was empty, EVENTS more
 * are there. It answers what the contestants ask, and nothing else.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define DEVICE "/dev/gpiochip-at-once"
#define LINES 64
#define EVENTS 1000
#define MAJOR 4095 /* of no real device */
#define SUBSYSTEM "/sys/dev/char/4095:0/subsystem"
#define MAX_DESCRIPTORS 4096

static enum { NONE, CHIP, REQUEST } kinds[MAX_DESCRIPTORS];
static unsigned int queued[MAX_DESCRIPTORS];

static struct {
    int (*open)(const char *, int, ...);
    int (*close)(int);
    int (*ioctl)(int, unsigned long, ...);
    int (*ppoll)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
    int (*poll)(struct pollfd *, nfds_t, int);
    int (*select)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    ssize_t (*read)(int, void *, size_t);
    int (*stat)(const char *, struct stat *);
    int (*lstat)(const char *, struct stat *);
    ssize_t (*readlink)(const char *, char *, size_t);
    char *(*realpath)(const char *, char *);
    long (*syscall)(long, ...);
} real;

__attribute__((constructor)) static void find_real(void)
{
    real.open = dlsym(RTLD_NEXT, "open");
    real.close = dlsym(RTLD_NEXT, "close");
    real.ioctl = dlsym(RTLD_NEXT, "ioctl");
    real.ppoll = dlsym(RTLD_NEXT, "ppoll");
    real.poll = dlsym(RTLD_NEXT, "poll");
    real.select = dlsym(RTLD_NEXT, "select");
    real.read = dlsym(RTLD_NEXT, "read");
    real.stat = dlsym(RTLD_NEXT, "stat");
    real.lstat = dlsym(RTLD_NEXT, "lstat");
    real.readlink = dlsym(RTLD_NEXT, "readlink");
    real.realpath = dlsym(RTLD_NEXT, "realpath");
    real.syscall = dlsym(RTLD_NEXT, "syscall");
}

static int kind(int fd)
{
    return fd >= 0 && fd < MAX_DESCRIPTORS ? (int)kinds[fd] : NONE;
}

static int new_descriptor(int its_kind)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    if (fd >= MAX_DESCRIPTORS)
        abort();
    if (fd >= 0) {
        kinds[fd] = its_kind;
        queued[fd] = EVENTS;
    }
    return fd;
}

static bool is_device(const char *path)
{
    return !strcmp(path, DEVICE);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    int mode;

    va_start(arguments, flags);
    mode = va_arg(arguments, int);
    va_end(arguments);
    return is_device(path) ? new_descriptor(CHIP) : real.open(path, flags, mode);
}

int close(int fd)
{
    if (kind(fd) != NONE)
        kinds[fd] = NONE;
    return real.close(fd);
}

static int device_status(struct stat *status)
{
    memset(status, 0, sizeof(*status));
    status->st_mode = S_IFCHR | 0600;
    status->st_rdev = makedev(MAJOR, 0);
    return 0;
}

int stat(const char *path, struct stat *status)
{
    return is_device(path) ? device_status(status) : real.stat(path, status);
}

int lstat(const char *path, struct stat *status)
{
    return is_device(path) ? device_status(status) : real.lstat(path, status);
}

/* Where sysfs has the chip. */
ssize_t readlink(const char *path, char *to, size_t size)
{
    static const char target[] = "../../../devices/at-once/gpiochip";

    if (strcmp(path, "/sys/bus/gpio/devices/at-once"))
        return real.readlink(path, to, size);
    memcpy(to, target, sizeof(target) - 1);
    return sizeof(target) - 1;
}

/* How our library asks for the same. */
long syscall(long number, ...)
{
    va_list arguments;
    long a[6];

    va_start(arguments, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_statx && a[1] && is_device((const char *)a[1])) {
        struct statx *status = (struct statx *)a[4];

        memset(status, 0, sizeof(*status));
        status->stx_mode = S_IFCHR | 0600;
        status->stx_rdev_major = MAJOR;
        return 0;
    }
    return real.syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

char *realpath(const char *path, char *resolved)
{
    const char *target = !strcmp(path, SUBSYSTEM) ? "/sys/bus/gpio" : is_device(path) ? DEVICE : NULL;

    if (!target)
        return real.realpath(path, resolved);
    return resolved ? strcpy(resolved, target) : strdup(target);
}

/* Of the request only 32 bits count: some callers extend its sign. */
static int chip_ioctl(uint32_t request, void *argument)
{
    if (request == GPIO_GET_CHIPINFO_IOCTL) {
        struct gpiochip_info *info = argument;

        *info = (struct gpiochip_info){ .name = "at-once", .label = "at-once", .lines = LINES };
        return 0;
    }
    if (request == GPIO_V2_GET_LINEINFO_IOCTL) {
        struct gpio_v2_line_info *info = argument;

        *info = (struct gpio_v2_line_info){ .offset = info->offset, .flags = GPIO_V2_LINE_FLAG_INPUT };
        return 0;
    }
    if (request == GPIO_V2_GET_LINE_IOCTL) {
        struct gpio_v2_line_request *lines = argument;

        lines->fd = new_descriptor(REQUEST);
        return lines->fd < 0 ? -1 : 0;
    }
    if (request == FIONBIO)
        return 0;
    errno = EINVAL;
    return -1;
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    void *argument;

    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
    switch (kind(fd)) {
    case CHIP:
        return chip_ioctl((uint32_t)request, argument);
    case REQUEST:
        return 0;
    default:
        return real.ioctl(fd, request, argument);
    }
}

static bool has_events(int fd)
{
    bool ready = queued[fd] > 0;

    if (!ready)
        queued[fd] = EVENTS;
    return ready;
}

int ppoll(struct pollfd *polled, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    if (count != 1 || kind(polled->fd) != REQUEST)
        return real.ppoll(polled, count, timeout, mask);
    polled->revents = has_events(polled->fd) ? POLLIN : 0;
    return polled->revents ? 1 : 0;
}

int poll(struct pollfd *polled, nfds_t count, int timeout)
{
    if (count != 1 || kind(polled->fd) != REQUEST)
        return real.poll(polled, count, timeout);
    polled->revents = has_events(polled->fd) ? POLLIN : 0;
    return polled->revents ? 1 : 0;
}

/* How Python waits. */
int select(int count, fd_set *readable, fd_set *writable, fd_set *failed, struct timeval *timeout)
{
    int fd = count - 1;

    if (!readable || kind(fd) != REQUEST || !FD_ISSET(fd, readable))
        return real.select(count, readable, writable, failed, timeout);
    if (has_events(fd))
        return 1;
    FD_CLR(fd, readable);
    return 0;
}

ssize_t read(int fd, void *buffer, size_t size)
{
    struct gpio_v2_line_event *events = buffer;
    unsigned int count;

    if (kind(fd) != REQUEST)
        return real.read(fd, buffer, size);
    if (!has_events(fd)) {
        errno = EAGAIN;
        return -1;
    }
    count = (unsigned int)(size / sizeof(*events));
    if (count > queued[fd])
        count = queued[fd];
    for (unsigned int i = 0; i < count; i++) {
        events[i].timestamp_ns = i;
        events[i].id = i & 1 ? GPIO_V2_LINE_EVENT_FALLING_EDGE : GPIO_V2_LINE_EVENT_RISING_EDGE;
        events[i].offset = LINES - 1;
        events[i].seqno = EVENTS - queued[fd] + i + 1;
        events[i].line_seqno = events[i].seqno;
    }
    queued[fd] -= count;
    return (ssize_t)(count * sizeof(*events));
}
