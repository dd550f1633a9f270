/*
 * A stand-in for GPIO chips: preloaded into a JVM, it answers the calls with which the JNI library
 * and libgpiod would reach the kernel's. Tests of threads then run on any machine, on all its
 * processors, through the real library.
 *
 *   preload.c   the calls of libc that it takes over, and which descriptors are its own
 *   gpio.c      what a chip and a request answer: the GPIO uAPI v2
 *   board.c     what the tests plug, pull and look at
 *
 * It is a witness, too: a call that reaches no file of its own goes to the kernel, whose refusal
 * the library under test then sees, and what can only be a mistake is told and counted (stray).
 *
 * What differs from the kernel: debounce is shown but not done, and the padding of requests may be what
 * it likes.
 *
 * What is declared here wants the lock to be held, but for lock itself, stray and strays.
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <linux/gpio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MAX_LINES 512
#define CHIP_NAME "gpiochip-standin" /* and its number */

struct line {
    char name[GPIO_MAX_NAME_SIZE];
    char consumer[GPIO_MAX_NAME_SIZE];
    uint64_t flags; /* GPIO_V2_LINE_FLAG_*, but for USED */
    uint32_t debounce_us;
    uint32_t seqno;
    bool used;
    struct file *holder; /* NULL if nobody has it, or a hog */
    bool pull;           /* level while nobody drives the line */
    bool driven;         /* level that an output wants */
};

/* Stays when it was unplugged as long as descriptors refer to it. */
struct chip {
    unsigned int number;
    char label[GPIO_MAX_NAME_SIZE];
    unsigned int num_lines;
    bool gone;
    struct file *files;
    struct line lines[MAX_LINES];
};

/* What a descriptor of the process stands for: an open chip, or a request. */
struct file {
    struct chip *chip;
    struct file *next; /* of the same chip */
    int fd;            /* end of a pipe, from which the process reads events */
    int feed;          /* its other end; -1 after the chip was unplugged */
    size_t record;     /* bytes of an event */
    size_t capacity;   /* events */
    bool watched[MAX_LINES];

    unsigned int num_lines; /* of a request; 0: an open chip */
    unsigned int offsets[GPIO_V2_LINES_MAX];
    uint32_t seqno;
};

/* preload.c */
extern struct real {
    int (*open)(const char *path, int flags, ...);
    int (*ioctl)(int fd, unsigned long request, ...);
    ssize_t (*read)(int fd, void *buffer, size_t length);
    int (*close)(int fd);
    char *(*realpath)(const char *path, char *resolved);
    long (*syscall)(long number, ...);
} real;

void lock(void);
void unlock(void);
struct file *new_file(struct chip *chip, size_t record, size_t capacity); /* NULL: see errno */
void end_feed(struct file *file);
int nowhere(void); /* descriptor of /dev/null */
void stray(const char *what, int fd);
int strays(void);

/* gpio.c */
int answer(struct file *file, unsigned int request, void *argument); /* 0, or -errno */
void release_lines(const struct file *file);
bool level(const struct line *line);
void pull(struct chip *chip, unsigned int offset, bool up);

/* board.c */
struct chip *plugged_chip(unsigned long number);
void drop_if_unused(struct chip *chip);

#endif
