/* The calls of libc that the stand-in takes over, and the descriptors that are its own. */
#include "stand-in.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

#define GPIO_IOCTLS 0xB4 /* type of all GPIO ioctls */

#define MAX_DESCRIPTORS (1 << 16)
#define INFO_EVENTS 32       /* the kernel keeps so many */
#define PIPE_BYTES (1 << 16) /* for those, of 288 bytes, and for 1024 edge events of 48 */

#define DEVICE "/dev/" CHIP_NAME
#define MAJOR 4095 /* of no real device */
#define SYSFS "/sys/dev/char/4095:" /* MAJOR */

struct real real;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stray_count;
static int null_device = -1;

/*
 * By descriptor. A file is looked for without the lock, because all reads and closes of the process
 * pass here; what was found counts only when it is still there under the lock.
 */
static struct {
    _Atomic(struct file *) file;
    atomic_int calls; /* that are inside */
} descriptors[MAX_DESCRIPTORS];

static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);

    if (!function) {
        dprintf(STDERR_FILENO, "stand-in: there is no %s to take over\n", name);
        abort();
    }
    return function;
}

__attribute__((constructor)) static void find_real(void)
{
    real.open = next("open");
    real.ioctl = next("ioctl");
    real.read = next("read");
    real.close = next("close");
    real.realpath = next("realpath");
    real.syscall = next("syscall");
}

int nowhere(void)
{
    if (null_device < 0)
        null_device = real.open("/dev/null", O_WRONLY | O_CLOEXEC);
    return null_device;
}

__attribute__((destructor)) static void tell_what_is_left(void)
{
    for (int fd = 0; fd < MAX_DESCRIPTORS; fd++)
        if (descriptors[fd].file)
            stray("exit without close", fd);
}

void lock(void)
{
    pthread_mutex_lock(&mutex);
}

void unlock(void)
{
    pthread_mutex_unlock(&mutex);
}

/* Told at once, next to what the process says itself; run-tests looks for it. */
void stray(const char *what, int fd)
{
    int error = errno;

    atomic_fetch_add(&stray_count, 1);
    dprintf(STDERR_FILENO, "stand-in: stray call: %s, descriptor %d, thread %d\n", what, fd, gettid());
    errno = error;
}

int strays(void)
{
    return atomic_load(&stray_count);
}

/*
 * The file behind a descriptor, and the lock; NULL, and no lock, if the descriptor is not ours.
 * What was entered has to be left.
 */
static struct file *enter(int fd)
{
    struct file *file;

    if (fd < 0 || fd >= MAX_DESCRIPTORS || !descriptors[fd].file)
        return NULL;
    /* Before the lock: a close that does not wait for this call shall find it. */
    atomic_fetch_add(&descriptors[fd].calls, 1);
    lock();
    file = descriptors[fd].file;
    if (!file) {
        unlock();
        atomic_fetch_sub(&descriptors[fd].calls, 1);
    }
    return file;
}

static void leave(int fd)
{
    atomic_fetch_sub(&descriptors[fd].calls, 1);
}

static int open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC))
        return -1;
    if (ends[0] >= MAX_DESCRIPTORS) {
        errno = EMFILE;
    } else if (fcntl(ends[1], F_SETFL, O_NONBLOCK) >= 0 &&
               fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES) >= 0) {
        return 0;
    }
    real.close(ends[0]);
    real.close(ends[1]);
    return -1;
}

struct file *new_file(struct chip *chip, size_t record, size_t capacity)
{
    struct file *file = calloc(1, sizeof(*file));
    int ends[2];

    if (!file)
        return NULL;
    if (open_pipe(ends)) {
        free(file);
        return NULL;
    }
    file->chip = chip;
    file->fd = ends[0];
    file->feed = ends[1];
    file->record = record;
    file->capacity = capacity;
    file->next = chip->files;
    chip->files = file;
    descriptors[file->fd].file = file;
    return file;
}

static void forget(struct file *file)
{
    struct chip *chip = file->chip;
    struct file **link = &chip->files;

    descriptors[file->fd].file = NULL;
    while (*link != file)
        link = &(*link)->next;
    *link = file->next;
    release_lines(file);
    free(file);
    drop_if_unused(chip);
}

/* Readers and pollers see a hang-up. */
void end_feed(struct file *file)
{
    real.close(file->feed);
    file->feed = -1;
}

/* A plugged chip, by the number between two texts that make up the path; NULL: the path is real. */
static struct chip *chip_at(const char *path, const char *before, const char *after)
{
    size_t length = strlen(before);
    struct chip *chip;
    unsigned long number;
    char *rest;

    if (strncmp(path, before, length) || !isdigit((unsigned char)path[length]))
        return NULL;
    number = strtoul(path + length, &rest, 10);
    if (strcmp(rest, after))
        return NULL;
    lock();
    chip = plugged_chip(number);
    unlock();
    return chip;
}

static int open_chip(struct chip *chip, int flags)
{
    struct file *file = NULL;
    int fd = -1;

    lock();
    if (chip->gone)
        errno = ENODEV;
    else
        file = new_file(chip, sizeof(struct gpio_v2_line_info_changed), INFO_EVENTS);
    if (file)
        fd = file->fd;
    unlock();
    if (fd >= 0 && flags & O_NONBLOCK)
        fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

/* Arguments that were not passed are read nevertheless: they are registers, nobody looks at them. */

PUBLIC int open(const char *path, int flags, ...)
{
    struct chip *chip = chip_at(path, DEVICE, "");
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
    return chip ? open_chip(chip, flags) : real.open(path, flags, mode);
}

PUBLIC int open64(const char *path, int flags, ...) __attribute__((alias("open")));

PUBLIC int ioctl(int fd, unsigned long request, ...)
{
    struct file *file;
    va_list arguments;
    void *argument;
    int result;

    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
    if (_IOC_TYPE(request) != GPIO_IOCTLS)
        return real.ioctl(fd, request, argument);
    file = enter(fd);
    if (!file) {
        stray("GPIO ioctl on what is neither chip nor request", fd);
        return real.ioctl(fd, request, argument);
    }
    /* As the kernel, by 32 bits: libgpiod extends the sign. */
    result = file->chip->gone ? -ENODEV : answer(file, (unsigned int)request, argument);
    unlock();
    leave(fd);
    if (result) {
        errno = -result;
        return -1;
    }
    return 0;
}

/* Without the lock: it may wait for events. Only whole ones are given. */
static ssize_t read_events(int fd, void *buffer, size_t length)
{
    ssize_t result;

    if (!length) {
        errno = EINVAL;
        return -1;
    }
    result = real.read(fd, buffer, length);
    if (!result) { /* the feed ended */
        errno = ENODEV;
        return -1;
    }
    return result;
}

PUBLIC ssize_t read(int fd, void *buffer, size_t length)
{
    struct file *file = enter(fd);
    ssize_t result = -1;
    size_t whole;
    bool gone;

    if (!file)
        return real.read(fd, buffer, length);
    whole = length - length % file->record;
    gone = file->chip->gone;
    unlock();
    if (gone)
        errno = ENODEV;
    else
        result = read_events(fd, buffer, whole);
    leave(fd);
    return result;
}

static int close_real(int fd)
{
    int result = real.close(fd);

    if (result && errno == EBADF)
        stray("close of what is not open", fd);
    return result;
}

PUBLIC int close(int fd)
{
    struct file *file = enter(fd);
    int feed;
    int result;

    if (!file)
        return close_real(fd);
    if (descriptors[fd].calls > 1)
        stray("close while another call is inside", fd);
    feed = file->feed;
    forget(file);
    unlock();
    leave(fd);
    result = close_real(fd);
    if (feed >= 0)
        real.close(feed); /* last, for nobody shall see it hang up */
    return result;
}

PUBLIC char *realpath(const char *path, char *resolved)
{
    static const char subsystem[] = "/sys/bus/gpio";

    if (!chip_at(path, SYSFS, "/subsystem"))
        return real.realpath(path, resolved);
    return resolved ? strcpy(resolved, subsystem) : strdup(subsystem);
}

/* What the JNI library calls for stat and lstat. */
static bool describe(const char *path, struct statx *status)
{
    const struct chip *chip = chip_at(path, DEVICE, "");

    if (!chip)
        return false;
    *status = (struct statx){
        .stx_mode = S_IFCHR | 0600,
        .stx_rdev_major = MAJOR,
        .stx_rdev_minor = chip->number,
    };
    return true;
}

PUBLIC long syscall(long number, ...)
{
    va_list arguments;
    long a[6];

    va_start(arguments, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_statx && a[1] && describe((const char *)a[1], (struct statx *)a[4]))
        return 0;
    return real.syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
