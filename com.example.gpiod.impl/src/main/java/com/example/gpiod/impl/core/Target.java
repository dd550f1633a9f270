package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;

import java.io.IOException;

/** A listener, of whatever kind of event. Its text says in the log which one it is. */
interface Target<E> {
    void event(E event) throws IOException;

    /**
     * Events were lost.
     *
     * @param count how many; 0 if that is unknown
     */
    void lost(long count);

    void gone(GpiodException reason);

    /** Name of the class that is called. */
    String listener();

    static Target<EdgeEvent> of(EdgeListener listener) {
        return new Target<>() {
            @Override
            public void event(EdgeEvent event) throws IOException {
                listener.onEdge(event);
            }

            @Override
            public void lost(long count) {
                listener.onLost(count);
            }

            @Override
            public void gone(GpiodException reason) {
                listener.onGone(reason);
            }

            @Override
            public String listener() {
                return listener.getClass().getName();
            }

            @Override
            public String toString() {
                return "Edge listener " + listener();
            }
        };
    }

    static Target<InfoEvent> of(InfoListener listener) {
        return new Target<>() {
            @Override
            public void event(InfoEvent event) throws IOException {
                listener.onInfo(event);
            }

            @Override
            public void lost(long count) {
                listener.onMayHaveLost();
            }

            @Override
            public void gone(GpiodException reason) {
                listener.onGone(reason);
            }

            @Override
            public String listener() {
                return listener.getClass().getName();
            }

            @Override
            public String toString() {
                return "Info listener " + listener();
            }
        };
    }
}
