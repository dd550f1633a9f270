/*
 * libgpiod.a was compiled against a new glibc. Here is what it asks for that old glibc (2.17) or
 * musl lack, so that the library needs only what every libc has, by whatever name the libc's file
 * goes: it is linked without a DT_NEEDED and finds its symbols in the process.
 */
#undef _FORTIFY_SOURCE /* its checked functions are defined here, not used */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* stat and lstat came with glibc 2.33. Kernels with GPIO uAPI v2 (5.10) have statx (4.11). */
static int file_status(const char *path, int flags, struct stat *status)
{
    struct statx result;

    if (syscall(SYS_statx, AT_FDCWD, path, flags, STATX_BASIC_STATS, &result))
        return -1;
    /* What libgpiod looks at. */
    *status = (struct stat){
        .st_mode = result.stx_mode,
        .st_rdev = makedev(result.stx_rdev_major, result.stx_rdev_minor),
    };
    return 0;
}

int stat(const char *path, struct stat *status)
{
    return file_status(path, 0, status);
}

int lstat(const char *path, struct stat *status)
{
    return file_status(path, AT_SYMLINK_NOFOLLOW, status);
}

/*
 * Where time_t once had 32 bits, libgpiod.a was compiled for one of 64. Its functions then have
 * other names, from glibc 2.34 on, and musl has none of them. This file is compiled in the same way:
 * the headers turn ioctl into __ioctl_time64, ppoll into __ppoll64, open into open64, and what is
 * defined above likewise.
 */
#if defined(_TIME_BITS) && _TIME_BITS == 64

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    void *argument;

    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
    return (int)syscall(SYS_ioctl, fd, request, argument);
}

int ppoll(struct pollfd *polled, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    struct timespec left = timeout ? *timeout : (struct timespec){ 0 };

    return (int)syscall(SYS_ppoll_time64, polled, count, timeout ? &left : NULL, mask, _NSIG / 8);
}

/* It creates nothing. */
int open(const char *path, int flags, ...)
{
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE);
}

#endif

/*
 * Without symbol versions the loader takes glibc's oldest realpath, which on x86-64 refuses NULL.
 * The linker leads libgpiod's calls here (--wrap).
 */
char *__real_realpath(const char *path, char *resolved);
char *__wrap_realpath(const char *path, char *resolved);

char *__wrap_realpath(const char *path, char *resolved)
{
    char *target = resolved ? resolved : malloc(PATH_MAX);
    char *result;

    if (!target)
        return NULL;
    result = __real_realpath(path, target);
    if (!result && !resolved) {
        int error = errno;

        free(target);
        errno = error;
    }
    return result;
}

/* glibc's checked functions of _FORTIFY_SOURCE; musl has none. */
int __snprintf_chk(char *to, size_t length, int flag, size_t size, const char *format, ...);
char *__strcpy_chk(char *to, const char *from, size_t size);

int __snprintf_chk(char *to, size_t length, int flag, size_t size, const char *format, ...)
{
    va_list arguments;
    int result;

    (void)flag;
    va_start(arguments, format);
    result = vsnprintf(to, length < size ? length : size, format, arguments);
    va_end(arguments);
    return result;
}

char *__strcpy_chk(char *to, const char *from, size_t size)
{
    size_t length = strnlen(from, size);

    if (length == size) /* no room for the NUL: glibc ends the process here, we cut */
        length--;
    memcpy(to, from, length);
    to[length] = '\0';
    return to;
}
