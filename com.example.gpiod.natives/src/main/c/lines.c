/*
 * What the kernel says of the lines of a chip, in its own records, through the chip's descriptor.
 * libgpiod would make an object of each, to be asked for one field after the other.
 */
#include "gpiod-osgi.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define RECORD ((jsize)sizeof(struct gpio_v2_line_info))
#define AT_ONCE 16 /* as Native says; they lie on the stack */

/* LineRecord reads the records at these places. */
#define LIES_AT(type, field, offset) \
    _Static_assert(offsetof(struct gpio_v2_line_##type, field) == (offset), #field)
_Static_assert(sizeof(struct gpio_v2_line_info) == 256, "line");
LIES_AT(info, name, 0);
LIES_AT(info, consumer, 32);
LIES_AT(info, offset, 64);
LIES_AT(info, num_attrs, 68);
LIES_AT(info, flags, 72);
LIES_AT(info, attrs, 80);
_Static_assert(GPIO_V2_LINE_NUM_ATTRS_MAX == 10, "attributes");
_Static_assert(sizeof(struct gpio_v2_line_attribute) == 16, "attribute");
LIES_AT(attribute, debounce_period_us, 8);
_Static_assert(sizeof(struct gpio_v2_line_info_changed) == 288, "change");
LIES_AT(info_changed, info, 0);
LIES_AT(info_changed, timestamp_ns, 256);
LIES_AT(info_changed, event_type, 264);

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
    ssize_t length = read(chip_fd, &change, sizeof(change));

    (void)type;
    if (length < 0)
        return errno == EAGAIN ? 0 : -errno;
    if (length != (ssize_t)sizeof(change))
        return -EIO;
    (*env)->SetByteArrayRegion(env, record, 0, sizeof(change), (const jbyte *)&change);
    return 1;
}
