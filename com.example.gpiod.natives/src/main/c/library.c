/*
 * What the JVM calls when it loads the library, and the table that ties Native's methods to the
 * functions here.
 */
#include "gpiod-osgi.h"

#include <string.h>

#define NATIVE_CLASS "com/example/gpiod/impl/jni/Native"

/* The field types differ between JNI headers (char * or const char *): the casts fit both. */
#define METHOD(name, signature, function) \
    { (char *)(name), (char *)(signature), (void *)(function) }

static const JNINativeMethod methods[] = {
    METHOD("apiVersion", "([B)I", native_api_version),

    METHOD("isChipDevice", "([B)I", native_is_chip_device),
    METHOD("chipOpen", "([B)J", native_chip_open),
    METHOD("chipClose", "(J)V", native_chip_close),
    METHOD("chipInfo", "(J[B)I", native_chip_info),
    METHOD("chipDescriptor", "(J)I", native_chip_descriptor),

    METHOD("lineInfo", "(III[B)I", native_line_info),
    METHOD("lineWatch", "(II[B)I", native_line_watch),
    METHOD("lineUnwatch", "(II)I", native_line_unwatch),
    METHOD("readInfoEvent", "(I[B)I", native_read_info_event),

    METHOD("request", "(J[BI[I)J", native_request),
    METHOD("reconfigure", "(J[I)I", native_reconfigure),
    METHOD("requestDescriptor", "(J)I", native_request_descriptor),
    METHOD("requestRelease", "(J)V", native_request_release),

    METHOD("get", "(IJ)J", native_get),
    METHOD("getWide", "(IJ[J)I", native_get_wide),
    METHOD("set", "(IJJ)I", native_set),
    METHOD("readEvents", "(ILjava/nio/ByteBuffer;II)I", native_read_events),

    METHOD("hasEvents", "(I)I", native_has_events),
    METHOD("epollCreate", "()I", native_epoll_create),
    METHOD("epollControl", "(IIIIJ)I", native_epoll_control),
    METHOD("epollWait", "(I[JI)I", native_epoll_wait),
    METHOD("eventCreate", "()I", native_event_create),
    METHOD("eventSignal", "(I)I", native_event_signal),
    METHOD("eventDrain", "(I)I", native_event_drain),
    METHOD("watchCreate", "([B)I", native_watch_create),
    METHOD("watchDrain", "(I)I", native_watch_drain),
    METHOD("close", "(I)I", native_close),
};

jint native_api_version(JNIEnv *env, jclass type, jbyteArray out)
{
    const char *version = gpiod_api_version();
    jsize length = (jsize)strlen(version);

    (void)type;
    (*env)->SetByteArrayRegion(env, out, 0, length, (const jbyte *)version);
    return length;
}

/* The JVM unmaps a library whose JNI_OnLoad failed: no method may point into it then. */
static void unregister(JNIEnv *env, jclass native)
{
    jthrowable reason = (*env)->ExceptionOccurred(env);

    (*env)->ExceptionClear(env);
    (*env)->UnregisterNatives(env, native);
    if (reason)
        (*env)->Throw(env, reason);
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    JNIEnv *env;
    jclass native;
    jint result;

    (void)reserved;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK)
        return JNI_ERR;
    native = (*env)->FindClass(env, NATIVE_CLASS);
    if (!native)
        return JNI_ERR;
    result = (*env)->RegisterNatives(env, native, methods, sizeof(methods) / sizeof(methods[0]));
    if (result != JNI_OK)
        unregister(env, native);
    (*env)->DeleteLocalRef(env, native);
    return result == JNI_OK ? JNI_VERSION_1_8 : JNI_ERR;
}

/*
 * Nothing to give back: no global references, no state, and the registrations go with their class.
 */
JNIEXPORT void JNICALL JNI_OnUnload(JavaVM *vm, void *reserved)
{
    (void)vm;
    (void)reserved;
}
