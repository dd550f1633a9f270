/*
 * What the kernel says of the lines of a chip, in its own records, through the chip's descriptor.
 * libgpiod would make an object of each, to be asked for one field after the other.
 */
#include "gpiod-osgi.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define RECORD ((jsize)sizeof(struct gpio_v2_line_info))
#define AT_ONCE 16 /* as Native says; they lie on the stack */

_Static_assert(sizeof(struct gpio_v2_line_info) == 256, "Native reads lines at this size");
_Static_assert(sizeof(struct gpio_v2_line_info_changed) == 288, "Native reads changes at this size");
_Static_assert(offsetof(struct gpio_v2_line_info_changed, info) == 0, "lines in changes");

/* The kernel wants an offset and no padding, and fills all of the record. */
static int describe(int fd, unsigned long how, jint offset, struct gpio_v2_line_info *line)
{
    line->offset = (uint32_t)offset;
    memset(line->padding, 0, sizeof(line->padding));
    return ioctl(fd, how, line) ? -errno : 0;
}

jint native_line_info(JNIEnv *env, jclass type, jint chip_fd, jint offset, jint count,
                      jbyteArray records)
{
    struct gpio_v2_line_info lines[AT_ONCE];

    (void)type;
    if (count < 0 || count > AT_ONCE)
        return -EINVAL;
    for (jint i = 0; i < count; i++) {
        int error = describe(chip_fd, GPIO_V2_GET_LINEINFO_IOCTL, offset + i, &lines[i]);

        if (error)
            return error;
    }
    (*env)->SetByteArrayRegion(env, records, 0, count * RECORD, (const jbyte *)lines);
    return 0;
}

jint native_line_watch(JNIEnv *env, jclass type, jint chip_fd, jint offset, jbyteArray record)
{
    struct gpio_v2_line_info line;
    int error = describe(chip_fd, GPIO_V2_GET_LINEINFO_WATCH_IOCTL, offset, &line);

    (void)type;
    if (!error)
        (*env)->SetByteArrayRegion(env, record, 0, RECORD, (const jbyte *)&line);
    return error;
}

jint native_line_unwatch(JNIEnv *env, jclass type, jint chip_fd, jint offset)
{
    uint32_t line = (uint32_t)offset;

    (void)env;
    (void)type;
    return ioctl(chip_fd, GPIO_GET_LINEINFO_UNWATCH_IOCTL, &line) ? -errno : 0;
}

jint native_read_info_event(JNIEnv *env, jclass type, jint chip_fd, jbyteArray record)
{
    struct gpio_v2_line_info_changed change;

    (void)type;
    /* The kernel gives whole records only. */
    if (read(chip_fd, &change, sizeof(change)) < 0)
        return errno == EAGAIN ? 0 : -errno;
    (*env)->SetByteArrayRegion(env, record, 0, sizeof(change), (const jbyte *)&change);
    return 1;
}
