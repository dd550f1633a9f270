/* Requests: make, reconfigure, release. */
#include "gpiod-osgi.h"

#define LINE_INTS ((jsize)(sizeof(struct line_setup) / sizeof(jint)))

_Static_assert(sizeof(struct line_setup) == 9 * sizeof(jint), "Native packs nine ints a line");

/* Java packs settings by these numbers. */
#define IS(constant, number) _Static_assert(GPIOD_LINE_##constant == (number), #constant)
IS(DIRECTION_AS_IS, 1);
IS(DIRECTION_INPUT, 2);
IS(DIRECTION_OUTPUT, 3);
IS(EDGE_NONE, 1);
IS(EDGE_RISING, 2);
IS(EDGE_FALLING, 3);
IS(EDGE_BOTH, 4);
IS(BIAS_AS_IS, 1);
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

static int apply(struct gpiod_line_settings *to, const struct line_setup *line)
{
    gpiod_line_settings_set_active_low(to, line->active_low);
    gpiod_line_settings_set_debounce_period_us(to, (uint32_t)line->debounce_us);
    return gpiod_line_settings_set_direction(to, (enum gpiod_line_direction)line->direction) ||
           gpiod_line_settings_set_edge_detection(to, (enum gpiod_line_edge)line->edge) ||
           gpiod_line_settings_set_bias(to, (enum gpiod_line_bias)line->bias) ||
           gpiod_line_settings_set_drive(to, (enum gpiod_line_drive)line->drive) ||
           gpiod_line_settings_set_event_clock(to, (enum gpiod_line_clock)line->clock) ||
           gpiod_line_settings_set_output_value(to, (enum gpiod_line_value)line->output_value);
}

static int fill(struct gpiod_line_config *config, const struct line_setup *lines, jsize count)
{
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    int error = settings ? 0 : -errno;

    for (jsize i = 0; i < count && !error; i++) {
        unsigned int offset = (unsigned int)lines[i].offset;

        if (apply(settings, &lines[i]) ||
            gpiod_line_config_add_line_settings(config, &offset, 1, settings))
            error = -errno;
    }
    gpiod_line_settings_free(settings);
    return error;
}

/* The configuration that a packed array describes; 0, or -errno. */
static int new_config(JNIEnv *env, jintArray packed, struct gpiod_line_config **config)
{
    struct line_setup lines[GPIO_V2_LINES_MAX];
    jsize count = (*env)->GetArrayLength(env, packed) / LINE_INTS;
    int error;

    if (count > GPIO_V2_LINES_MAX)
        return -E2BIG;
    (*env)->GetIntArrayRegion(env, packed, 0, count * LINE_INTS, (jint *)lines);
    *config = gpiod_line_config_new();
    if (!*config)
        return -errno;
    error = fill(*config, lines, count);
    if (error)
        gpiod_line_config_free(*config);
    return error;
}

static jlong open_request(struct gpiod_chip *chip, struct gpiod_request_config *options,
                          struct gpiod_line_config *config)
{
    struct gpiod_line_request *request = gpiod_chip_request_lines(chip, options, config);

    if (!request)
        return -errno;
    if (set_non_blocking(gpiod_line_request_get_fd(request))) {
        int error = -errno;

        gpiod_line_request_release(request);
        return error;
    }
    return to_handle(request);
}

jlong native_request(JNIEnv *env, jclass type, jlong chip, jbyteArray consumer,
                     jint event_buffer_size, jintArray lines)
{
    char name[GPIO_MAX_NAME_SIZE];
    jsize name_length = (*env)->GetArrayLength(env, consumer);
    struct gpiod_line_config *config;
    struct gpiod_request_config *options;
    jlong result;
    int error;

    (void)type;
    if (name_length > GPIO_MAX_NAME_SIZE)
        return -EINVAL;
    error = new_config(env, lines, &config);
    if (error)
        return error;
    options = gpiod_request_config_new();
    if (options) {
        (*env)->GetByteArrayRegion(env, consumer, 0, name_length, (jbyte *)name);
        gpiod_request_config_set_consumer(options, name);
        gpiod_request_config_set_event_buffer_size(options, (size_t)event_buffer_size);
        result = open_request(from_handle(chip), options, config);
        gpiod_request_config_free(options);
    } else {
        result = -errno;
    }
    gpiod_line_config_free(config);
    return result;
}

jint native_reconfigure(JNIEnv *env, jclass type, jlong request, jintArray lines)
{
    struct gpiod_line_config *config;
    int error = new_config(env, lines, &config);

    (void)type;
    if (error)
        return error;
    error = gpiod_line_request_reconfigure_lines(from_handle(request), config) ? -errno : 0;
    gpiod_line_config_free(config);
    return error;
}

jint native_request_descriptor(JNIEnv *env, jclass type, jlong request)
{
    (void)env;
    (void)type;
    return gpiod_line_request_get_fd(from_handle(request));
}

void native_request_release(JNIEnv *env, jclass type, jlong request)
{
    (void)env;
    (void)type;
    gpiod_line_request_release(from_handle(request));
}
