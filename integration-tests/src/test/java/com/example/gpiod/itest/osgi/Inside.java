package com.example.gpiod.itest.osgi;

import org.osgi.framework.BundleContext;

import java.util.concurrent.atomic.AtomicReference;

/** The way into the framework: Pax Exam makes one of these from its probe bundle and calls it. */
public final class Inside {
    /** Name of the method that Pax Exam calls. */
    static final String RUN = "run";

    /**
     * Runs a test.
     *
     * @param test class and method, with # between them
     */
    public void run(BundleContext probe, AtomicReference<String> test) throws Throwable {
        String[] names = test.get().split("#");
        OsgiTest tests = (OsgiTest) Class.forName(names[0]).getConstructor().newInstance();
        tests.run(probe, names[1]);
    }
}
