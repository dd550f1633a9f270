package com.example.gpiod.impl.core;

import com.example.gpiod.api.LineRequest;

import java.lang.ref.Cleaner;

/**
 * What the owner of a request sees: may release it, and is watched for forgetting that.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class OwnedRequest extends LinesView implements LineRequest {
    private final Cleaner.Cleanable watch;

    OwnedRequest(Request request, LeakWatch leaks) {
        super(request);
        watch = leaks.watch(
                this,
                "Request of lines " + request.lines().texts(),
                request::isHeld,
                request::release);
    }

    /** Makes a view for somebody who may use the lines but not release them. */
    public LinesView view() {
        return new LinesView(request);
    }

    @Override
    public boolean isHeld() {
        return request.isHeld();
    }

    @Override
    public void close() {
        request.release();
        watch.clean();
    }
}
