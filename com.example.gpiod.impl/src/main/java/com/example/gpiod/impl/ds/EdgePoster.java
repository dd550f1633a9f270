package com.example.gpiod.impl.ds;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.EdgeTopic;
import com.example.gpiod.api.Lines;

import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Posts the edges of one request, at its pace: while there are too many it holds up its own queue,
 * which drops the oldest then and has them counted.
 *
 * <p><b>Synchronization:</b> none required; the calls of a listener come one after the other.
 */
final class EdgePoster implements EdgeListener {
    private final EventAdmin admin;
    private final Lines lines;
    private final String name;
    private final int rate;
    private final Pace pace;
    private final CountDownLatch ended = new CountDownLatch(1);

    private long lost;

    EdgePoster(EventAdmin admin, Lines lines, String name, int rate) {
        this.admin = admin;
        this.lines = lines;
        this.name = name;
        this.rate = rate;
        pace = new Pace(rate);
    }

    boolean posts(String withName, int atRate) {
        return name.equals(withName) && rate == atRate;
    }

    @Override
    public void onEdge(EdgeEvent edge) {
        if (awaitTurn()) {
            admin.postEvent(new Event(EdgeTopic.of(name), properties(edge)));
            lost = 0;
        }
    }

    /** Returns false if the end comes first. */
    private boolean awaitTurn() {
        try {
            boolean over = ended.await(pace.nanosToWait(System.nanoTime()), TimeUnit.NANOSECONDS);
            pace.pass(System.nanoTime());
            return !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, Object> properties(EdgeEvent edge) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Lines.NAME, name);
        properties.put(Lines.CHIP_NAME, lines.chip().name());
        properties.put(Lines.CHIP_LABEL, lines.chip().label());
        properties.put(EdgeTopic.LINE, lines.names().get(lines.offsets().indexOf(edge.offset())));
        properties.put(EdgeTopic.OFFSET, edge.offset());
        properties.put(EdgeTopic.TYPE, edge.type().name());
        properties.put(EdgeTopic.TIMESTAMP_NANOS, edge.timestampNanos());
        properties.put(EdgeTopic.GLOBAL_SEQNO, edge.globalSeqno());
        properties.put(EdgeTopic.LINE_SEQNO, edge.lineSeqno());
        properties.put(EdgeTopic.LOST, lost);
        return properties;
    }

    @Override
    public void onLost(long count) {
        lost += count;
    }

    /** Lets go of the thread that waits for its turn. */
    void end() {
        ended.countDown();
    }
}
