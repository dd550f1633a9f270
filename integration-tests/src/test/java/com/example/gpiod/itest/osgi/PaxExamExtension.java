package com.example.gpiod.itest.osgi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.ops4j.pax.exam.TestContainerException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs the {@link Test} methods of an {@link OsgiTest} inside an OSGi framework, which lives as long
 * as JUnit runs: what pax-exam-junit5 would be. JUnit's own instance of the class stays outside and
 * runs nothing; another one is made from Pax Exam's probe bundle, in the framework.
 */
final class PaxExamExtension implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        invocation.skip();
        try {
            framework(context).run(context.getRequiredTestClass(), method.getExecutable());
        } catch (TestContainerException e) {
            throw unwrapped(e);
        }
    }

    private static RunningFramework framework(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(PaxExamExtension.class))
                .getOrComputeIfAbsent(
                        RunningFramework.class,
                        type -> RunningFramework.start(),
                        RunningFramework.class);
    }

    /** Gives what the test threw, without the wrappers of the way out of the framework. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof TestContainerException
                        || cause instanceof InvocationTargetException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** {@link OsgiTest#run} calls these inside. */
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) {
        invocation.skip();
    }
}
