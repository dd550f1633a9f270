/* Chips: what is one, open, close, and snapshots of a chip and of its lines as packed records. */
#include "gpiod-osgi.h"

#include <string.h>
#include <unistd.h>

#define CHIPS "/sys/bus/gpio/devices/"
#define LINK_SIZE 512 /* a path in sysfs that is longer is not told */

struct chip_record {
    uint32_t num_lines;
    char name[GPIO_MAX_NAME_SIZE];
    char label[GPIO_MAX_NAME_SIZE];
    char link[LINK_SIZE];
};

/* A multiple of 4 bytes without padding: it is also part of the record of an event. */
struct line_record {
    uint32_t offset;
    uint32_t used;
    uint32_t direction;
    uint32_t edge;
    uint32_t bias;
    uint32_t drive;
    uint32_t active_low;
    uint32_t clock;
    uint32_t debounce_us;
    char name[GPIO_MAX_NAME_SIZE];
    char consumer[GPIO_MAX_NAME_SIZE];
};

#define RECORD ((jsize)sizeof(struct line_record))
#define AT_ONCE 64 /* records that lie on the stack */

struct info_event_record {
    uint32_t type;
    uint32_t timestamp[2]; /* the two halves of 64 bits, as they lie in memory */
    struct line_record line;
};

/* Native reads the records at these sizes and the enums by these numbers. */
_Static_assert(GPIO_MAX_NAME_SIZE == 32, "name");
_Static_assert(sizeof(struct chip_record) == 580, "chip record");
_Static_assert(sizeof(struct line_record) == 100, "line record");
_Static_assert(sizeof(struct info_event_record) == 112, "info event record");
#define IS(constant, number) _Static_assert(GPIOD_LINE_##constant == (number), #constant)
IS(DIRECTION_AS_IS, 1);
IS(DIRECTION_INPUT, 2);
IS(DIRECTION_OUTPUT, 3);
IS(EDGE_NONE, 1);
IS(EDGE_RISING, 2);
IS(EDGE_FALLING, 3);
IS(EDGE_BOTH, 4);
IS(BIAS_AS_IS, 1);
IS(BIAS_UNKNOWN, 2);
IS(BIAS_DISABLED, 3);
IS(BIAS_PULL_UP, 4);
IS(BIAS_PULL_DOWN, 5);
IS(DRIVE_PUSH_PULL, 1);
IS(DRIVE_OPEN_DRAIN, 2);
IS(DRIVE_OPEN_SOURCE, 3);
IS(CLOCK_MONOTONIC, 1);
IS(CLOCK_REALTIME, 2);
IS(CLOCK_HTE, 3);
IS(VALUE_INACTIVE, 0);
IS(VALUE_ACTIVE, 1);
_Static_assert(GPIOD_INFO_EVENT_LINE_REQUESTED == 1 && GPIOD_INFO_EVENT_LINE_RELEASED == 2 &&
                   GPIOD_INFO_EVENT_LINE_CONFIG_CHANGED == 3,
               "types of info events");

/* libgpiod says NULL for a name that is empty. */
static void copy_name(char to[GPIO_MAX_NAME_SIZE], const char *from)
{
    if (from)
        memcpy(to, from, strnlen(from, GPIO_MAX_NAME_SIZE - 1));
}

jint native_is_chip_device(JNIEnv *env, jclass type, jbyteArray path)
{
    char buffer[PATH_MAX];
    int error = copy_path(env, path, buffer);

    (void)type;
    return error ? error : gpiod_is_gpiochip_device(buffer);
}

jlong native_chip_open(JNIEnv *env, jclass type, jbyteArray path)
{
    char buffer[PATH_MAX];
    struct gpiod_chip *chip;
    int error = copy_path(env, path, buffer);

    (void)type;
    if (error)
        return error;
    chip = gpiod_chip_open(buffer);
    if (!chip)
        return -errno;
    if (set_non_blocking(gpiod_chip_get_fd(chip))) {
        error = -errno;
        gpiod_chip_close(chip);
        return error;
    }
    return to_handle(chip);
}

void native_chip_close(JNIEnv *env, jclass type, jlong chip)
{
    (void)env;
    (void)type;
    gpiod_chip_close(from_handle(chip));
}

/* Where sysfs has the chip; empty without sysfs, and when the chip is just gone. */
static void read_link(struct chip_record *chip)
{
    char path[sizeof(CHIPS) - 1 + GPIO_MAX_NAME_SIZE] = CHIPS;
    ssize_t length;

    memcpy(path + sizeof(CHIPS) - 1, chip->name, GPIO_MAX_NAME_SIZE);
    length = readlink(path, chip->link, LINK_SIZE);
    chip->link[length < 0 || length == LINK_SIZE ? 0 : length] = '\0';
}

jint native_chip_info(JNIEnv *env, jclass type, jlong chip, jbyteArray record)
{
    struct gpiod_chip_info *info = gpiod_chip_get_info(from_handle(chip));
    struct chip_record result = { 0 };

    (void)type;
    if (!info)
        return -errno;
    result.num_lines = (uint32_t)gpiod_chip_info_get_num_lines(info);
    copy_name(result.name, gpiod_chip_info_get_name(info));
    copy_name(result.label, gpiod_chip_info_get_label(info));
    gpiod_chip_info_free(info);
    read_link(&result);
    (*env)->SetByteArrayRegion(env, record, 0, sizeof(result), (const jbyte *)&result);
    return 0;
}

jint native_chip_descriptor(JNIEnv *env, jclass type, jlong chip)
{
    (void)env;
    (void)type;
    return gpiod_chip_get_fd(from_handle(chip));
}

static void describe(struct line_record *to, struct gpiod_line_info *info)
{
    to->offset = gpiod_line_info_get_offset(info);
    to->used = gpiod_line_info_is_used(info);
    to->direction = gpiod_line_info_get_direction(info);
    to->edge = gpiod_line_info_get_edge_detection(info);
    to->bias = gpiod_line_info_get_bias(info);
    to->drive = gpiod_line_info_get_drive(info);
    to->active_low = gpiod_line_info_is_active_low(info);
    to->clock = gpiod_line_info_get_event_clock(info);
    to->debounce_us = (uint32_t)gpiod_line_info_get_debounce_period_us(info);
    copy_name(to->name, gpiod_line_info_get_name(info));
    copy_name(to->consumer, gpiod_line_info_get_consumer(info));
}

/* Packs what libgpiod said of a line, and frees it; NULL is a failure of the call before. */
static jint pack(struct line_record *to, struct gpiod_line_info *info)
{
    if (!info)
        return -errno;
    memset(to, 0, sizeof(*to));
    describe(to, info);
    gpiod_line_info_free(info);
    return 0;
}

jint native_line_info(JNIEnv *env, jclass type, jlong chip, jint offset, jbyteArray records)
{
    struct line_record result[AT_ONCE];
    jsize count = (*env)->GetArrayLength(env, records) / RECORD;

    (void)type;
    for (jsize i = 0; i < count; i++) {
        jsize at = i % AT_ONCE;
        jint error = pack(&result[at], gpiod_chip_get_line_info(from_handle(chip),
                                                                (unsigned int)(offset + i)));

        if (error)
            return error;
        if (at == AT_ONCE - 1 || i == count - 1)
            (*env)->SetByteArrayRegion(env, records, (i - at) * RECORD, (at + 1) * RECORD,
                                       (const jbyte *)result);
    }
    return 0;
}

jint native_line_watch(JNIEnv *env, jclass type, jlong chip, jint offset, jbyteArray record)
{
    struct line_record result;
    jint error = pack(&result,
                      gpiod_chip_watch_line_info(from_handle(chip), (unsigned int)offset));

    (void)type;
    if (!error)
        (*env)->SetByteArrayRegion(env, record, 0, RECORD, (const jbyte *)&result);
    return error;
}

jint native_line_unwatch(JNIEnv *env, jclass type, jlong chip, jint offset)
{
    (void)env;
    (void)type;
    return gpiod_chip_unwatch_line_info(from_handle(chip), (unsigned int)offset) ? -errno : 0;
}

jint native_read_info_event(JNIEnv *env, jclass type, jlong chip, jbyteArray record)
{
    struct gpiod_info_event *event = gpiod_chip_read_info_event(from_handle(chip));
    struct info_event_record result = { 0 };
    uint64_t timestamp;

    (void)type;
    if (!event)
        return errno == EAGAIN ? 0 : -errno;
    result.type = gpiod_info_event_get_event_type(event);
    timestamp = gpiod_info_event_get_timestamp_ns(event);
    memcpy(result.timestamp, &timestamp, sizeof(timestamp));
    /* The event's own: it goes with it. */
    describe(&result.line, gpiod_info_event_get_line_info(event));
    gpiod_info_event_free(event);
    (*env)->SetByteArrayRegion(env, record, 0, sizeof(result), (const jbyte *)&result);
    return 1;
}
