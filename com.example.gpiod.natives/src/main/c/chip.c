/* Chips: what is one, open, close, and a snapshot of one as a packed record. */
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

_Static_assert(GPIO_MAX_NAME_SIZE == 32 && sizeof(struct chip_record) == 580,
               "Native reads chips at this size");

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
