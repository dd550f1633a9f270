/*
 * Loads the JNI library in a process of musl's, and uses a chip through it:
 *     load LIBRARY CHIP
 * Plays as much of a JVM as the library calls. Prints the version of libgpiod, the chip's label, and
 * what reads back of line 0, which is requested as an active output. What the library cannot find
 * under musl, or any failure, is told, and the exit status 1.
 */
#include <dlfcn.h>
#include <jni.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An array of Java's: what the library gets and fills. */
struct array {
    jsize length;
    void *elements;
};

static const struct JNINativeInterface_ *functions;
static JNIEnv environment;
static JNINativeMethod methods[64];
static jint method_count;

static void fail(const char *what, long result)
{
    fprintf(stderr, "load: %s: %ld\n", what, result);
    exit(1);
}

static jint JNICALL get_env(JavaVM *vm, void **env, jint version)
{
    (void)vm;
    (void)version;
    *env = &environment;
    return JNI_OK;
}

static jclass JNICALL find_class(JNIEnv *env, const char *name)
{
    (void)env;
    return (jclass)(void *)name;
}

static jint JNICALL register_natives(JNIEnv *env, jclass type, const JNINativeMethod *given,
                                     jint count)
{
    (void)env;
    (void)type;
    if (count > (jint)(sizeof(methods) / sizeof(methods[0])))
        return JNI_ERR;
    memcpy(methods, given, (size_t)count * sizeof(*given));
    method_count = count;
    return JNI_OK;
}

static void JNICALL delete_local_ref(JNIEnv *env, jobject reference)
{
    (void)env;
    (void)reference;
}

static jsize JNICALL array_length(JNIEnv *env, jarray array)
{
    (void)env;
    return ((struct array *)(void *)array)->length;
}

static void JNICALL get_bytes(JNIEnv *env, jbyteArray array, jsize from, jsize count, jbyte *to)
{
    (void)env;
    memcpy(to, (jbyte *)((struct array *)(void *)array)->elements + from, (size_t)count);
}

static void JNICALL set_bytes(JNIEnv *env, jbyteArray array, jsize from, jsize count,
                              const jbyte *bytes)
{
    struct array *to = (struct array *)(void *)array;

    (void)env;
    if (from < 0 || count < 0 || from + count > to->length)
        fail("SetByteArrayRegion", from + count);
    memcpy((jbyte *)to->elements + from, bytes, (size_t)count);
}

static void JNICALL get_ints(JNIEnv *env, jintArray array, jsize from, jsize count, jint *to)
{
    (void)env;
    memcpy(to, (jint *)((struct array *)(void *)array)->elements + from,
           (size_t)count * sizeof(jint));
}

static void JNICALL set_longs(JNIEnv *env, jlongArray array, jsize from, jsize count,
                              const jlong *longs)
{
    (void)env;
    memcpy((jlong *)((struct array *)(void *)array)->elements + from, longs,
           (size_t)count * sizeof(jlong));
}

/* What Native declares under that name. */
static void *method(const char *name)
{
    for (jint i = 0; i < method_count; i++)
        if (!strcmp(methods[i].name, name))
            return methods[i].fnPtr;
    fail(name, method_count);
    return NULL;
}

static void load(const char *library)
{
    static const struct JNIInvokeInterface_ invoke = { .GetEnv = get_env };
    JavaVM vm = &invoke;
    jint(JNICALL * on_load)(JavaVM *, void *);
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

    if (!handle) {
        fprintf(stderr, "load: %s\n", dlerror());
        exit(1);
    }
    *(void **)&on_load = dlsym(handle, "JNI_OnLoad");
    if (!on_load || on_load(&vm, NULL) != JNI_VERSION_1_8)
        fail("JNI_OnLoad", method_count);
}

static void use(char *path)
{
    jint(JNICALL * version)(JNIEnv *, jclass, jbyteArray);
    jint(JNICALL * is_chip_device)(JNIEnv *, jclass, jbyteArray);
    jlong(JNICALL * chip_open)(JNIEnv *, jclass, jbyteArray);
    jint(JNICALL * chip_info)(JNIEnv *, jclass, jlong, jbyteArray);
    void(JNICALL * chip_close)(JNIEnv *, jclass, jlong);
    jlong(JNICALL * request)(JNIEnv *, jclass, jlong, jbyteArray, jint, jintArray);
    jint(JNICALL * descriptor)(JNIEnv *, jclass, jlong);
    jlong(JNICALL * get)(JNIEnv *, jclass, jint, jlong);
    jint(JNICALL * get_wide)(JNIEnv *, jclass, jint, jlong, jlongArray);
    void(JNICALL * release)(JNIEnv *, jclass, jlong);

    char text[32] = "";
    char info[580];
    /* As Native packs a line: offset, output, no edge, bias, drive, active low, clock, debounce, value. */
    jint line[] = { 0, 3, 1, 1, 1, 0, 1, 0, 1 };
    jlong bits = 0;
    struct array text_array = { sizeof(text), text };
    struct array path_array = { (jsize)strlen(path) + 1, path };
    struct array info_array = { sizeof(info), info };
    struct array consumer_array = { 5, "musl" };
    struct array line_array = { 9, line };
    struct array bits_array = { 1, &bits };
    jlong chip, lines;
    jint result;

    *(void **)&version = method("apiVersion");
    *(void **)&is_chip_device = method("isChipDevice");
    *(void **)&chip_open = method("chipOpen");
    *(void **)&chip_info = method("chipInfo");
    *(void **)&chip_close = method("chipClose");
    *(void **)&request = method("request");
    *(void **)&descriptor = method("requestDescriptor");
    *(void **)&get = method("get");
    *(void **)&get_wide = method("getWide");
    *(void **)&release = method("requestRelease");

    result = version(&environment, NULL, (jbyteArray)(void *)&text_array);
    if (result <= 0)
        fail("apiVersion", result);
    result = is_chip_device(&environment, NULL, (jbyteArray)(void *)&path_array);
    if (result != 1)
        fail("isChipDevice", result);
    chip = chip_open(&environment, NULL, (jbyteArray)(void *)&path_array);
    if (chip < 0)
        fail("chipOpen", (long)chip);
    result = chip_info(&environment, NULL, chip, (jbyteArray)(void *)&info_array);
    if (result)
        fail("chipInfo", result);
    lines = request(&environment, NULL, chip, (jbyteArray)(void *)&consumer_array, 0,
                    (jintArray)(void *)&line_array);
    if (lines < 0)
        fail("request", (long)lines);
    result = get_wide(&environment, NULL, descriptor(&environment, NULL, lines), 1,
                      (jlongArray)(void *)&bits_array);
    if (result)
        fail("getWide", result);
    if (get(&environment, NULL, descriptor(&environment, NULL, lines), 1) != bits)
        fail("get", (long)bits);
    release(&environment, NULL, lines);
    chip_close(&environment, NULL, chip);
    printf("libgpiod %s, chip %s, line 0 is %s\n", text, info + 36, bits ? "active" : "inactive");
}

int main(int argc, char **argv)
{
    static struct JNINativeInterface_ table = {
        .FindClass = find_class,
        .RegisterNatives = register_natives,
        .DeleteLocalRef = delete_local_ref,
        .GetArrayLength = array_length,
        .GetByteArrayRegion = get_bytes,
        .SetByteArrayRegion = set_bytes,
        .GetIntArrayRegion = get_ints,
        .SetLongArrayRegion = set_longs,
    };

    if (argc != 3) {
        fprintf(stderr, "usage: load LIBRARY CHIP\n");
        return 2;
    }
    functions = &table;
    environment = functions;
    load(argv[1]);
    use(argv[2]);
    return 0;
}
