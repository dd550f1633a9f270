/*
 * JNI over libgpiod for com.example.gpiod.impl.jni.Native, which documents what each function does.
 *
 * Rules of this library:
 *  - A failure is returned as -errno. Nothing is thrown: the only exception that can leave it is
 *    the JVM's own ArrayIndexOutOfBoundsException, for an array shorter than Native promises.
 *  - Arguments were checked in Java. What is checked again is what would otherwise write outside a
 *    buffer.
 *  - No global state, no calls into Java, no memory of ours: what a call needs lies on its stack.
 *  - libgpiod opens and describes chips, and makes, changes and releases requests. Lines, values and
 *    events come straight from the kernel.
 *  - Who may call when is decided in Java: a handle is valid here because the caller says so.
 */
#ifndef GPIOD_OSGI_H
#define GPIOD_OSGI_H

#include <errno.h>
#include <gpiod.h>
#include <jni.h>
#include <limits.h>
#include <linux/gpio.h>
#include <stdint.h>
#include <sys/ioctl.h>

/* One line of a request as Native packs it: offset, then settings in libgpiod's own numbers. */
struct line_setup {
    jint offset;
    jint direction;
    jint edge;
    jint bias;
    jint drive;
    jint active_low;
    jint clock;
    jint debounce_us;
    jint output_value;
};

/* Handles are pointers, never negative: that is a failure. */
static inline void *from_handle(jlong handle)
{
    return (void *)(uintptr_t)handle;
}

static inline jlong to_handle(const void *pointer)
{
    return (jlong)(uintptr_t)pointer;
}

/* The path, a NUL-terminated byte[], into buffer; 0, or -errno. */
static inline int copy_path(JNIEnv *env, jbyteArray path, char buffer[PATH_MAX])
{
    jsize length = (*env)->GetArrayLength(env, path);

    if (length > PATH_MAX)
        return -ENAMETOOLONG;
    (*env)->GetByteArrayRegion(env, path, 0, length, (jbyte *)buffer);
    return 0;
}

/*
 * The kernel holds a lock in a blocking read that the removal of the chip waits for: no read may
 * block. That a descriptor closes on exec is libgpiod's or the kernel's doing.
 */
static inline int set_non_blocking(int fd)
{
    int on = 1;

    /* Not fcntl: that of 32-bit Arm has changed its version since our oldest glibc. */
    return ioctl(fd, FIONBIO, &on);
}

/* library.c */
jint native_api_version(JNIEnv *env, jclass type, jbyteArray out);

/* chip.c */
jint native_is_chip_device(JNIEnv *env, jclass type, jbyteArray path);
jlong native_chip_open(JNIEnv *env, jclass type, jbyteArray path);
void native_chip_close(JNIEnv *env, jclass type, jlong chip);
jint native_chip_info(JNIEnv *env, jclass type, jlong chip, jbyteArray record);
jint native_chip_descriptor(JNIEnv *env, jclass type, jlong chip);

/* lines.c */
jint native_line_info(JNIEnv *env, jclass type, jint chip_fd, jint offset, jint count,
                      jbyteArray records);
jint native_line_watch(JNIEnv *env, jclass type, jint chip_fd, jint offset, jbyteArray record);
jint native_line_unwatch(JNIEnv *env, jclass type, jint chip_fd, jint offset);
jint native_read_info_event(JNIEnv *env, jclass type, jint chip_fd, jbyteArray record);

/* request.c */
jlong native_request(JNIEnv *env, jclass type, jlong chip, jbyteArray consumer,
                     jint event_buffer_size, jintArray lines);
jint native_reconfigure(JNIEnv *env, jclass type, jlong request, jintArray lines);
jint native_request_descriptor(JNIEnv *env, jclass type, jlong request);
void native_request_release(JNIEnv *env, jclass type, jlong request);

/* data.c */
jlong native_get(JNIEnv *env, jclass type, jint request_fd, jlong mask);
jint native_get_wide(JNIEnv *env, jclass type, jint request_fd, jlong mask, jlongArray bits);
jint native_set(JNIEnv *env, jclass type, jint request_fd, jlong mask, jlong bits);
jint native_read_events(JNIEnv *env, jclass type, jint request_fd, jobject buffer, jint position,
                        jint length);

/* poll.c */
jint native_has_events(JNIEnv *env, jclass type, jint fd);
jint native_epoll_create(JNIEnv *env, jclass type);
jint native_epoll_control(JNIEnv *env, jclass type, jint epoll_fd, jint operation, jint fd,
                          jint events, jlong token);
jint native_epoll_wait(JNIEnv *env, jclass type, jint epoll_fd, jlongArray tokens, jint timeout_ms);
jint native_event_create(JNIEnv *env, jclass type);
jint native_event_signal(JNIEnv *env, jclass type, jint event_fd);
jint native_event_drain(JNIEnv *env, jclass type, jint event_fd);
jint native_watch_create(JNIEnv *env, jclass type, jbyteArray folder);
jint native_watch_drain(JNIEnv *env, jclass type, jint watch_fd);
jint native_close(JNIEnv *env, jclass type, jint fd);

#endif
