package com.example.gpiod.itest.osgi;

import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.ExamReactor;
import org.ops4j.pax.exam.spi.StagedExamReactor;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

/** A framework that Pax Exam started, with a probe bundle that has all tests. */
final class RunningFramework implements AutoCloseable {
    private final ReactorManager manager = ReactorManager.getInstance();
    private final StagedExamReactor framework;

    /** The test that {@link Inside} shall run: Pax Exam itself fixes tests when it makes the probe. */
    private final AtomicReference<String> test = new AtomicReference<>();

    private final TestAddress inside;

    private RunningFramework() throws Exception {
        Inside outside = new Inside();
        ExamReactor reactor = manager.prepareReactor(Inside.class, outside);
        reactor.addConfiguration(Framework.options());
        TestProbeBuilder probe = manager.createProbeBuilder(outside);
        probe.addTest(Inside.class, Inside.RUN, test);
        reactor.addProbe(probe);
        framework = manager.stageReactor();
        inside = framework.getTargets().iterator().next();
        manager.beforeClass(framework, outside);
    }

    static RunningFramework start() {
        try {
            return new RunningFramework();
        } catch (Exception e) {
            throw new IllegalStateException("the framework did not start", e);
        }
    }

    void run(Class<?> tests, Method method) throws Exception {
        test.set(tests.getName() + "#" + method.getName());
        framework.invoke(inside);
    }

    @Override
    public void close() {
        manager.afterClass(framework, Inside.class);
    }
}
