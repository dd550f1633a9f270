package com.example.gpiod.shell;

import com.example.gpiod.api.Lines;

import java.util.Optional;

/** The configurations of lines that are in effect in this framework. */
interface Configurations {
    /** That which holds a line, if one does; the caller closes it. */
    Optional<Configured> holding(Target target);

    /** Lines of a configuration that is in effect. */
    interface Configured extends AutoCloseable {
        String name();

        Lines lines();

        /** Has something run once when the lines are released while this is open. */
        void onEnd(Runnable told);

        /** Gives the lines back. */
        @Override
        void close();
    }
}
