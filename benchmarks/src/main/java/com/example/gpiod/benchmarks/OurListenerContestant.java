package com.example.gpiod.benchmarks;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.impl.core.GpiodView;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Our library, with a listener for edges; called as {@link OurContestant} is. */
final class OurListenerContestant extends OurContestant {
    private OurListenerContestant(GpiodView gpiod, String path, Toggler toggler) {
        super(gpiod, path, toggler);
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        serve(OurListenerContestant::new, args);
    }

    @Override
    Set<Work> works() {
        return EnumSet.of(Work.LISTEN, Work.LATENCY, Work.FLOOD);
    }

    @Override
    Reception reception(LineRequest request, EdgeSink sink) throws IOException {
        ListenerReception reception = new ListenerReception(sink);
        request.subscribe(new EdgeListener() {
            @Override
            public void onEdge(EdgeEvent event) {
                reception.edge(
                        event.type() == EdgeEvent.Type.RISING,
                        event.timestampNanos(),
                        event.globalSeqno());
            }

            @Override
            public void onLost(long count) {
                reception.lost(count);
            }
        });
        return reception;
    }
}
