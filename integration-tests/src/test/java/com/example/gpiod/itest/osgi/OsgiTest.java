package com.example.gpiod.itest.osgi;

import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board;
import com.example.gpiod.itest.board.GpioSimBoard;
import com.example.gpiod.itest.board.SimulatedBoard;
import com.example.gpiod.simulator.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A test that runs inside an OSGi framework, in Felix and in Equinox, on the simulator and on
 * gpio-sim. The class and its methods are public; {@link BeforeEach} and {@link AfterEach} work,
 * {@code @BeforeAll} and parameters don't. All tests share one framework and its bundles, for a start
 * takes long in the virtual machine; board, log and configurations are new for each.
 */
@ExtendWith(PaxExamExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class OsgiTest {
    public static final boolean ON_SIMULATOR =
            System.getProperty("itest.backend").equals("simulator");

    private BundleContext context;
    private Board board;
    private CapturedLog log;
    private Configurations configurations;

    /** Runs one test with what comes before and after it; called in the framework. */
    final void run(BundleContext probe, String test) throws Throwable {
        context = probe;
        try (CapturedLog captured = CapturedLog.open(probe)) {
            log = captured;
            try (Board opened = openBoard();
                    Configurations made = new Configurations(probe)) {
                board = opened;
                configurations = made;
                try {
                    invokeAll(BeforeEach.class);
                    invoke(getClass().getMethod(test));
                } finally {
                    invokeAll(AfterEach.class);
                }
            }
        }
    }

    private Board openBoard() {
        return ON_SIMULATOR ? new SimulatedBoard(service(Simulator.class)) : new GpioSimBoard();
    }

    private void invokeAll(Class<? extends Annotation> annotation) throws Throwable {
        for (Method method : getClass().getMethods()) {
            if (method.isAnnotationPresent(annotation)) {
                invoke(method);
            }
        }
    }

    private void invoke(Method method) throws Throwable {
        try {
            method.invoke(this);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The context of the probe bundle, which this class is in. */
    protected final BundleContext context() {
        return context;
    }

    /** Where to plug chips in. */
    protected final Board board() {
        return board;
    }

    /** What was logged since the test began. */
    protected final CapturedLog log() {
        return log;
    }

    /** Where to make configurations of lines; they go with the test, before the board does. */
    protected final Configurations configurations() {
        return configurations;
    }

    /** Waits for a service. */
    protected final <S> S service(Class<S> type) {
        return service(type, null);
    }

    /** Waits for a service that the filter matches. */
    protected final <S> S service(Class<S> type, String filter) {
        return awaitService(type, filter, context::getService);
    }

    /** Waits for the reference of a service that the filter matches. */
    protected final <S> ServiceReference<S> reference(Class<S> type, String filter) {
        return awaitService(type, filter, reference -> reference);
    }

    /** One look for both: between two a service may be replaced by another. */
    private <S, T> T awaitService(
            Class<S> type, String filter, Function<ServiceReference<S>, T> use) {
        return Await.value(
                () -> "service " + type.getName() + " " + filter + "; " + log,
                () -> references(type, filter).stream().findFirst().map(use));
    }

    /** Says whether there is a service that the filter matches. */
    protected final boolean isPresent(Class<?> type, String filter) {
        return !references(type, filter).isEmpty();
    }

    private <S> Collection<ServiceReference<S>> references(Class<S> type, String filter) {
        try {
            return context.getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
