/* What a chip and a request answer: the GPIO uAPI v2, by the rules of the kernel. */
#include "stand-in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define DIRECTION (GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_OUTPUT)
#define EDGES (GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING)
#define DRIVE (GPIO_V2_LINE_FLAG_OPEN_DRAIN | GPIO_V2_LINE_FLAG_OPEN_SOURCE)
#define BIAS                                                              \
    (GPIO_V2_LINE_FLAG_BIAS_PULL_UP | GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN |  \
     GPIO_V2_LINE_FLAG_BIAS_DISABLED)
#define KNOWN                                                             \
    (DIRECTION | EDGES | DRIVE | BIAS | GPIO_V2_LINE_FLAG_ACTIVE_LOW |    \
     GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME)

#define EVENTS_PER_LINE 16
#define EVENTS_MAX (EVENTS_PER_LINE * GPIO_V2_LINES_MAX)

static uint64_t now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static bool is_active_low(const struct line *line)
{
    return line->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW;
}

/* --- events --- */

/*
 * Never waits. Of edges the oldest is lost when there is no room, of infos the newest; splice, for
 * a read might wait when another thread has read them all meanwhile.
 */
static void post(const struct file *file, const void *event)
{
    int queued;

    if (file->chip->gone || real.ioctl(file->fd, FIONREAD, &queued))
        return;
    if ((size_t)queued / file->record >= file->capacity) {
        if (!file->num_lines)
            return;
        splice(file->fd, NULL, nowhere(), NULL, file->record, SPLICE_F_NONBLOCK);
    }
    if (write(file->feed, event, file->record) != (ssize_t)file->record)
        stray("the feed was closed by somebody else", file->feed);
}

static void line_info(const struct chip *chip, unsigned int offset, struct gpio_v2_line_info *info)
{
    const struct line *line = &chip->lines[offset];

    memset(info, 0, sizeof(*info));
    info->offset = offset;
    info->flags = line->flags | (line->used ? (uint64_t)GPIO_V2_LINE_FLAG_USED : 0);
    memcpy(info->name, line->name, sizeof(line->name));
    memcpy(info->consumer, line->consumer, sizeof(line->consumer));
    if (line->debounce_us) {
        info->num_attrs = 1;
        info->attrs[0].id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE;
        info->attrs[0].debounce_period_us = line->debounce_us;
    }
}

static void post_change(const struct chip *chip, unsigned int offset, uint32_t type)
{
    struct gpio_v2_line_info_changed change = {
        .timestamp_ns = now(CLOCK_MONOTONIC),
        .event_type = type,
    };

    line_info(chip, offset, &change.info);
    for (const struct file *file = chip->files; file; file = file->next)
        if (file->watched[offset])
            post(file, &change);
}

static void post_edge(struct line *line, unsigned int offset)
{
    bool active = level(line) != is_active_low(line);
    uint64_t wanted = active ? GPIO_V2_LINE_FLAG_EDGE_RISING : GPIO_V2_LINE_FLAG_EDGE_FALLING;
    bool realtime = line->flags & GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME;
    struct gpio_v2_line_event event = {
        .timestamp_ns = now(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC),
        .id = active ? GPIO_V2_LINE_EVENT_RISING_EDGE : GPIO_V2_LINE_EVENT_FALLING_EDGE,
        .offset = offset,
    };

    if (!(line->flags & wanted))
        return;
    event.seqno = ++line->holder->seqno;
    event.line_seqno = ++line->seqno;
    post(line->holder, &event);
}

/* --- levels --- */

bool level(const struct line *line)
{
    uint64_t undriven = line->driven ? GPIO_V2_LINE_FLAG_OPEN_DRAIN : GPIO_V2_LINE_FLAG_OPEN_SOURCE;

    if (!line->used || !(line->flags & GPIO_V2_LINE_FLAG_OUTPUT) || line->flags & undriven)
        return line->pull;
    return line->driven;
}

void pull(struct chip *chip, unsigned int offset, bool up)
{
    struct line *line = &chip->lines[offset];
    bool before = level(line);

    line->pull = up;
    if (level(line) != before)
        post_edge(line, offset);
}

/* --- configurations --- */

static const struct gpio_v2_line_attribute *
attribute(const struct gpio_v2_line_config *config, unsigned int index, uint32_t id)
{
    for (unsigned int i = 0; i < config->num_attrs; i++)
        if (config->attrs[i].attr.id == id && config->attrs[i].mask >> index & 1)
            return &config->attrs[i].attr;
    return NULL;
}

static uint64_t flags_of(const struct gpio_v2_line_config *config, unsigned int index)
{
    const struct gpio_v2_line_attribute *flags =
        attribute(config, index, GPIO_V2_LINE_ATTR_ID_FLAGS);

    return flags ? flags->flags : config->flags;
}

static uint32_t debounce_of(const struct gpio_v2_line_config *config, unsigned int index)
{
    const struct gpio_v2_line_attribute *debounce =
        attribute(config, index, GPIO_V2_LINE_ATTR_ID_DEBOUNCE);

    return debounce ? debounce->debounce_period_us : 0;
}

static bool output_of(const struct gpio_v2_line_config *config, unsigned int index)
{
    const struct gpio_v2_line_attribute *outputs =
        attribute(config, index, GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES);

    return outputs && outputs->values >> index & 1;
}

static bool several(uint64_t flags)
{
    return flags & (flags - 1);
}

static int check_flags(uint64_t flags)
{
    if (flags & GPIO_V2_LINE_FLAG_EVENT_CLOCK_HTE)
        return -EOPNOTSUPP;
    if (flags & ~(uint64_t)KNOWN)
        return -EINVAL;
    if (several(flags & DIRECTION) || several(flags & DRIVE) || several(flags & BIAS))
        return -EINVAL;
    if ((flags & EDGES && !(flags & GPIO_V2_LINE_FLAG_INPUT)) ||
        (flags & DRIVE && !(flags & GPIO_V2_LINE_FLAG_OUTPUT)) ||
        (flags & BIAS && !(flags & DIRECTION)))
        return -EINVAL;
    return 0;
}

static int check_config(const struct gpio_v2_line_config *config, unsigned int num_lines)
{
    if (config->num_attrs > GPIO_V2_LINE_NUM_ATTRS_MAX)
        return -EINVAL;
    for (unsigned int i = 0; i < num_lines; i++) {
        uint64_t flags = flags_of(config, i);
        int error = check_flags(flags);

        if (error)
            return error;
        if (debounce_of(config, i) && !(flags & GPIO_V2_LINE_FLAG_INPUT))
            return -EINVAL;
    }
    return 0;
}

/* Flags without a direction leave that of the line. */
static void configure(struct line *line, const struct gpio_v2_line_config *config,
                      unsigned int index)
{
    uint64_t flags = flags_of(config, index);

    line->flags = flags & DIRECTION ? flags : flags | (line->flags & DIRECTION);
    line->debounce_us = debounce_of(config, index);
    if (flags & (GPIO_V2_LINE_FLAG_BIAS_PULL_UP | GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN))
        line->pull = flags & GPIO_V2_LINE_FLAG_BIAS_PULL_UP;
    if (flags & GPIO_V2_LINE_FLAG_OUTPUT)
        line->driven = output_of(config, index) != is_active_low(line);
}

/* --- requests --- */

static struct line *line_of(const struct file *request, unsigned int index)
{
    return &request->chip->lines[request->offsets[index]];
}

static int get_values(const struct file *request, struct gpio_v2_line_values *values)
{
    uint64_t bits = 0;
    bool any = false;

    for (unsigned int i = 0; i < request->num_lines; i++) {
        const struct line *line = line_of(request, i);

        if (!(values->mask >> i & 1))
            continue;
        any = true;
        bits |= (uint64_t)(level(line) != is_active_low(line)) << i;
    }
    if (!any)
        return -EINVAL;
    values->bits = bits;
    return 0;
}

static int check_outputs(const struct file *request, uint64_t mask)
{
    bool any = false;

    for (unsigned int i = 0; i < request->num_lines; i++) {
        if (!(mask >> i & 1))
            continue;
        any = true;
        if (!(line_of(request, i)->flags & GPIO_V2_LINE_FLAG_OUTPUT))
            return -EPERM;
    }
    return any ? 0 : -EINVAL;
}

static int set_values(const struct file *request, const struct gpio_v2_line_values *values)
{
    int error = check_outputs(request, values->mask);

    if (error)
        return error;
    for (unsigned int i = 0; i < request->num_lines; i++) {
        struct line *line = line_of(request, i);

        if (values->mask >> i & 1)
            line->driven = (values->bits >> i & 1) != is_active_low(line);
    }
    return 0;
}

/* As from Linux 6.10: a line without a direction is left as it is. */
static int reconfigure(const struct file *request, const struct gpio_v2_line_config *config)
{
    int error = check_config(config, request->num_lines);

    if (error)
        return error;
    for (unsigned int i = 0; i < request->num_lines; i++) {
        if (!(flags_of(config, i) & DIRECTION))
            continue;
        configure(line_of(request, i), config, i);
        post_change(request->chip, request->offsets[i], GPIO_V2_LINE_CHANGED_CONFIG);
    }
    return 0;
}

void release_lines(const struct file *file)
{
    for (unsigned int i = 0; i < file->num_lines; i++) {
        struct line *line = line_of(file, i);

        line->used = false;
        line->holder = NULL;
        line->flags &= DIRECTION;
        line->debounce_us = 0;
        memset(line->consumer, 0, sizeof(line->consumer));
        post_change(file->chip, file->offsets[i], GPIO_V2_LINE_CHANGED_RELEASED);
    }
}

/* --- chips --- */

static int check_lines(const struct chip *chip, const struct gpio_v2_line_request *request)
{
    bool taken[MAX_LINES] = { false };

    if (!request->num_lines || request->num_lines > GPIO_V2_LINES_MAX)
        return -EINVAL;
    for (unsigned int i = 0; i < request->num_lines; i++) {
        uint32_t offset = request->offsets[i];

        if (offset >= chip->num_lines)
            return -EINVAL;
        if (chip->lines[offset].used || taken[offset])
            return -EBUSY;
        taken[offset] = true;
    }
    return 0;
}

static size_t buffer_size(const struct gpio_v2_line_request *request)
{
    uint32_t size = request->event_buffer_size;

    if (!size)
        return request->num_lines * EVENTS_PER_LINE;
    return size < EVENTS_MAX ? size : EVENTS_MAX;
}

static void take(struct file *file, unsigned int index, const struct gpio_v2_line_request *request)
{
    struct line *line = line_of(file, index);

    line->used = true;
    line->holder = file;
    line->seqno = 0;
    if (request->consumer[0])
        memcpy(line->consumer, request->consumer, sizeof(line->consumer) - 1);
    else
        line->consumer[0] = '?';
    configure(line, &request->config, index);
    post_change(file->chip, file->offsets[index], GPIO_V2_LINE_CHANGED_REQUESTED);
}

static int request_lines(struct chip *chip, struct gpio_v2_line_request *request)
{
    struct file *file;
    int error = check_lines(chip, request);

    if (!error)
        error = check_config(&request->config, request->num_lines);
    if (error)
        return error;
    file = new_file(chip, sizeof(struct gpio_v2_line_event), buffer_size(request));
    if (!file)
        return -errno;
    file->num_lines = request->num_lines;
    memcpy(file->offsets, request->offsets, sizeof(file->offsets));
    for (unsigned int i = 0; i < file->num_lines; i++)
        take(file, i, request);
    request->fd = file->fd;
    return 0;
}

static int chip_info(const struct chip *chip, struct gpiochip_info *info)
{
    memset(info, 0, sizeof(*info));
    snprintf(info->name, sizeof(info->name), CHIP_NAME "%u", chip->number);
    memcpy(info->label, chip->label, sizeof(chip->label));
    info->lines = chip->num_lines;
    return 0;
}

static int get_line_info(const struct chip *chip, struct gpio_v2_line_info *info)
{
    if (info->offset >= chip->num_lines)
        return -EINVAL;
    for (size_t i = 0; i < sizeof(info->padding) / sizeof(info->padding[0]); i++)
        if (info->padding[i])
            return -EINVAL;
    line_info(chip, info->offset, info);
    return 0;
}

static int watch(struct file *file, struct gpio_v2_line_info *info)
{
    int error = get_line_info(file->chip, info);

    if (error)
        return error;
    if (file->watched[info->offset])
        return -EBUSY;
    file->watched[info->offset] = true;
    return 0;
}

static int unwatch(struct file *file, const uint32_t *offset)
{
    if (*offset >= file->chip->num_lines)
        return -EINVAL;
    if (!file->watched[*offset])
        return -EBUSY;
    file->watched[*offset] = false;
    return 0;
}

static int answer_of_chip(struct file *file, unsigned int request, void *argument)
{
    switch (request) {
    case GPIO_GET_CHIPINFO_IOCTL:
        return chip_info(file->chip, argument);
    case GPIO_V2_GET_LINEINFO_IOCTL:
        return get_line_info(file->chip, argument);
    case GPIO_V2_GET_LINEINFO_WATCH_IOCTL:
        return watch(file, argument);
    case GPIO_GET_LINEINFO_UNWATCH_IOCTL:
        return unwatch(file, argument);
    case GPIO_V2_GET_LINE_IOCTL:
        return request_lines(file->chip, argument);
    default:
        return -EINVAL;
    }
}

static int answer_of_request(const struct file *file, unsigned int request, void *argument)
{
    switch (request) {
    case GPIO_V2_LINE_GET_VALUES_IOCTL:
        return get_values(file, argument);
    case GPIO_V2_LINE_SET_VALUES_IOCTL:
        return set_values(file, argument);
    case GPIO_V2_LINE_SET_CONFIG_IOCTL:
        return reconfigure(file, argument);
    default:
        return -EINVAL;
    }
}

int answer(struct file *file, unsigned int request, void *argument)
{
    return file->num_lines ? answer_of_request(file, request, argument)
                           : answer_of_chip(file, request, argument);
}
