package com.example.gpiod.shell;

/**
 * What a listener has to tell.
 *
 * @param type how to take it
 * @param text what is to be said
 */
record Signal(Type type, String text) {
    enum Type {
        /** An event, which counts. */
        EVENT,
        /** Something else that was asked for. */
        RESULT,
        /** Something that a user should know. */
        REMARK,
        /** The listener will have nothing more to tell. */
        END
    }

    static Signal event(String text) {
        return new Signal(Type.EVENT, text);
    }

    static Signal result(String text) {
        return new Signal(Type.RESULT, text);
    }

    static Signal remark(String text) {
        return new Signal(Type.REMARK, text);
    }

    static Signal end(String text) {
        return new Signal(Type.END, text);
    }
}
