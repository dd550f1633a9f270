/*
 * The data path: values and events of a request, straight from the kernel through the request's
 * descriptor. libgpiod would search its offsets and copy each event; the uAPI takes a mask and
 * gives records.
 */
#include "gpiod-osgi.h"

#include <sys/ioctl.h>
#include <unistd.h>

_Static_assert(sizeof(struct gpio_v2_line_event) == 48, "Native reads events at this size");

static jint get_values(jint request_fd, jlong mask, jlong *bits)
{
    struct gpio_v2_line_values values = { .mask = (uint64_t)mask };

    if (ioctl(request_fd, GPIO_V2_LINE_GET_VALUES_IOCTL, &values))
        return -errno;
    *bits = (jlong)values.bits;
    return 0;
}

/* For a mask without bit 63: values are no failure then. */
jlong native_get(JNIEnv *env, jclass type, jint request_fd, jlong mask)
{
    jlong bits = 0;
    jint error = get_values(request_fd, mask, &bits);

    (void)env;
    (void)type;
    return error ? error : bits;
}

jint native_get_wide(JNIEnv *env, jclass type, jint request_fd, jlong mask, jlongArray bits)
{
    jlong result = 0;
    jint error = get_values(request_fd, mask, &result);

    (void)type;
    if (!error)
        (*env)->SetLongArrayRegion(env, bits, 0, 1, &result);
    return error;
}

jint native_set(JNIEnv *env, jclass type, jint request_fd, jlong mask, jlong bits)
{
    struct gpio_v2_line_values values = { .mask = (uint64_t)mask, .bits = (uint64_t)bits };

    (void)env;
    (void)type;
    return ioctl(request_fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) ? -errno : 0;
}

jint native_read_events(JNIEnv *env, jclass type, jint request_fd, jobject buffer, jint position,
                        jint length)
{
    char *base = (*env)->GetDirectBufferAddress(env, buffer);
    ssize_t result;

    (void)type;
    /* A buffer that is not direct has no address, and a capacity of -1. */
    if (position < 0 || length < 0 ||
        (jlong)position + length > (*env)->GetDirectBufferCapacity(env, buffer))
        return -EINVAL;
    result = read(request_fd, base + position, (size_t)length);
    if (result >= 0)
        return (jint)result;
    return errno == EAGAIN ? 0 : -errno;
}
