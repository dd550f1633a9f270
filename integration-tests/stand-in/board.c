/*
 * What the tests plug, pull and look at: the natives of com.example.gpiod.itest.board.StandIn, which
 * checks the arguments.
 */
#include "stand-in.h"

#include <jni.h>
#include <stdlib.h>

#define CLASS "com/example/gpiod/itest/board/StandIn"
#define MAX_CHIPS (1 << 20) /* in the life of a process: numbers are not used again */

static struct chip *chips[MAX_CHIPS]; /* NULL when nobody can use it any more */
static unsigned int count;

struct chip *plugged_chip(unsigned long number)
{
    return number < count && chips[number] && !chips[number]->gone ? chips[number] : NULL;
}

void drop_if_unused(struct chip *chip)
{
    if (chip->gone && !chip->files) {
        chips[chip->number] = NULL;
        free(chip);
    }
}

/* Cut as the kernel cuts it; the NUL is there. */
static void copy_text(JNIEnv *env, char to[GPIO_MAX_NAME_SIZE], jbyteArray from)
{
    jsize length = (*env)->GetArrayLength(env, from);

    if (length >= GPIO_MAX_NAME_SIZE)
        length = GPIO_MAX_NAME_SIZE - 1;
    (*env)->GetByteArrayRegion(env, from, 0, length, (jbyte *)to);
}

static jint board_plug(JNIEnv *env, jclass type, jbyteArray label, jint lines)
{
    struct chip *chip = calloc(1, sizeof(*chip));
    jint number = -1;

    (void)type;
    if (!chip || lines > MAX_LINES) {
        free(chip);
        return -1;
    }
    copy_text(env, chip->label, label);
    chip->num_lines = (unsigned int)lines;
    for (int i = 0; i < lines; i++)
        chip->lines[i].flags = GPIO_V2_LINE_FLAG_INPUT;
    lock();
    if (count < MAX_CHIPS) {
        chip->number = count;
        number = (jint)count;
        chips[count++] = chip;
    }
    unlock();
    if (number < 0)
        free(chip);
    return number;
}

static void board_name(JNIEnv *env, jclass type, jint chip, jint offset, jbyteArray name)
{
    (void)type;
    lock();
    copy_text(env, chips[chip]->lines[offset].name, name);
    unlock();
}

static void board_hog(JNIEnv *env, jclass type, jint chip, jint offset, jbyteArray consumer,
                      jboolean output, jboolean high)
{
    struct line *line = &chips[chip]->lines[offset];

    (void)type;
    lock();
    copy_text(env, line->consumer, consumer);
    line->used = true;
    line->flags = output ? GPIO_V2_LINE_FLAG_OUTPUT : GPIO_V2_LINE_FLAG_INPUT;
    line->driven = high;
    unlock();
}

static void board_pull(JNIEnv *env, jclass type, jint chip, jint offset, jboolean up)
{
    (void)env;
    (void)type;
    lock();
    if (plugged_chip((unsigned long)chip))
        pull(chips[chip], (unsigned int)offset, up);
    unlock();
}

static jboolean board_is_high(JNIEnv *env, jclass type, jint chip, jint offset)
{
    jboolean high;

    (void)env;
    (void)type;
    lock();
    high = chips[chip] && level(&chips[chip]->lines[offset]);
    unlock();
    return high;
}

static void board_unplug(JNIEnv *env, jclass type, jint chip)
{
    (void)env;
    (void)type;
    lock();
    if (plugged_chip((unsigned long)chip)) {
        chips[chip]->gone = true;
        for (struct file *file = chips[chip]->files; file; file = file->next)
            end_feed(file);
        drop_if_unused(chips[chip]);
    }
    unlock();
}

static jint board_strays(JNIEnv *env, jclass type)
{
    (void)env;
    (void)type;
    return strays();
}

#define METHOD(name, signature, function) \
    { (char *)(name), (char *)(signature), (void *)(function) }

static const JNINativeMethod methods[] = {
    METHOD("plug", "([BI)I", board_plug),
    METHOD("name", "(II[B)V", board_name),
    METHOD("hog", "(II[BZZ)V", board_hog),
    METHOD("pull", "(IIZ)V", board_pull),
    METHOD("isHigh", "(II)Z", board_is_high),
    METHOD("unplug", "(I)V", board_unplug),
    METHOD("strays", "()I", board_strays),
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    JNIEnv *env;
    jclass type;

    (void)reserved;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK)
        return JNI_ERR;
    type = (*env)->FindClass(env, CLASS);
    if (!type ||
        (*env)->RegisterNatives(env, type, methods, sizeof(methods) / sizeof(methods[0])) != JNI_OK)
        return JNI_ERR;
    return JNI_VERSION_1_8;
}
