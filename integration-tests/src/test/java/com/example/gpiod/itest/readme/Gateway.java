package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aQute.bnd.osgi.Builder;

import com.example.gpiod.itest.Await;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A Felix as a gateway has it, with FileInstall on a folder of configurations. Native GPIO stays
 * out: the examples must not find lines of this machine.
 */
final class Gateway implements AutoCloseable {
    private static final String COMMAND_PROCESSOR =
            "org.apache.felix.service.command.CommandProcessor";
    private static final String SIMULATOR = "com.example.gpiod.simulator.SimulatedChip";
    private static final long PATIENCE_MILLIS = Await.PATIENCE.toMillis();

    private final Framework framework;
    private final Path conf;

    private Gateway(Framework framework, Path conf) {
        this.framework = framework;
        this.conf = conf;
    }

    static Gateway start(Path folder) throws Exception {
        return startWithout(".natives.", folder);
    }

    /** Leaves out the bundles whose name has this in it, too. */
    static Gateway startWithout(String absent, Path folder) throws Exception {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36",
                        "felix.fileinstall.dir",
                        conf.toString(),
                        "felix.fileinstall.tmpdir",
                        folder.resolve("fileinstall").toString(),
                        "felix.fileinstall.poll",
                        "100",
                        "felix.fileinstall.noInitialDelay",
                        "true",
                        "felix.fileinstall.enableConfigSave",
                        "false"));
        framework.start();
        Gateway gateway = new Gateway(framework, conf);
        gateway.install(Stream.of("bundles", "felix/bundles", "readme/bundles")
                .flatMap(bundles -> Project.jars(bundles, "").stream())
                .filter(jar -> !jar.getFileName().toString().contains(".natives."))
                .filter(jar -> !jar.getFileName().toString().contains(absent))
                .toList());
        return gateway;
    }

    private void install(List<Path> jars) throws BundleException {
        BundleContext context = framework.getBundleContext();
        for (Path jar : jars) {
            context.installBundle(jar.toUri().toString());
        }
        for (Bundle bundle : context.getBundles()) {
            bundle.start();
        }
    }

    /** Compiles a component, makes a bundle of it as bnd does, and starts it. */
    void deploy(String component, Path folder) throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Sources.compile(List.of(component), classes);
        String name = Sources.packageOf(component);
        Path jar = folder.resolve(name + ".jar");
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            builder.addClasspath(
                    Project.jars("bundles", "com.example.gpiod.api").get(0).toFile());
            builder.setBundleSymbolicName(name);
            builder.setPrivatePackage(name);
            builder.build().write(jar.toFile());
            assertEquals(List.of(), builder.getErrors());
            assertEquals(List.of(), builder.getWarnings());
        }
        install(List.of(jar));
    }

    /** Puts a file into the folder of configurations. */
    void configure(String file, String text) throws Exception {
        Files.writeString(conf.resolve(file), text);
    }

    void deleteConfiguration(String file) throws Exception {
        Files.delete(conf.resolve(file));
    }

    boolean hasLines(String name) {
        return find("com.example.gpiod.api.Lines", "(gpiod.name=" + name + ")") != null;
    }

    boolean isActive(String name, String line) {
        return (boolean)
                call("com.example.gpiod.api.Lines", "(gpiod.name=" + name + ")", "get", line);
    }

    void pullUp(String line) {
        call(SIMULATOR, null, "pullUp", call(SIMULATOR, null, "offset", line));
    }

    void pullDown(String line) {
        call(SIMULATOR, null, "pullDown", call(SIMULATOR, null, "offset", line));
    }

    boolean isHigh(String line) {
        return (boolean) call(SIMULATOR, null, "isHigh", call(SIMULATOR, null, "offset", line));
    }

    /** Runs a line of the shell; returns what a user would see, also of what it throws. */
    String shell(String line) {
        Await.until("a shell", () -> find(COMMAND_PROCESSOR, null) != null);
        ServiceReference<?> reference = find(COMMAND_PROCESSOR, null);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Class<?> type = reference.getBundle().loadClass(COMMAND_PROCESSOR);
            Object processor = framework.getBundleContext().getService(reference);
            Object session = type.getMethod(
                            "createSession",
                            InputStream.class,
                            OutputStream.class,
                            OutputStream.class)
                    .invoke(processor, InputStream.nullInputStream(), output, output);
            Class<?> sessionType = reference
                    .getBundle()
                    .loadClass("org.apache.felix.service.command.CommandSession");
            try (AutoCloseable closing = (AutoCloseable) session) {
                Object result =
                        sessionType.getMethod("execute", CharSequence.class).invoke(session, line);
                return output.toString(StandardCharsets.UTF_8).stripTrailing()
                        + (result == null ? "" : result);
            } catch (InvocationTargetException e) {
                return output.toString(StandardCharsets.UTF_8) + e.getCause().getMessage();
            }
        } catch (Exception e) {
            throw new AssertionError(line, e);
        }
    }

    /** Calls a service; by reflection, because its classes are the framework's and not this test's. */
    private Object call(String type, String filter, String method, Object argument) {
        Await.until("service " + type + " " + filter, () -> find(type, filter) != null);
        BundleContext context = framework.getBundleContext();
        ServiceReference<?> reference = find(type, filter);
        Object service = context.getService(reference);
        try {
            Class<?> parameter = argument instanceof Integer ? int.class : argument.getClass();
            return reference
                    .getBundle()
                    .loadClass(type)
                    .getMethod(method, parameter)
                    .invoke(service, argument);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + "." + method + "(" + argument + ")", e);
        } finally {
            context.ungetService(reference);
        }
    }

    private ServiceReference<?> find(String type, String filter) {
        try {
            ServiceReference<?>[] found =
                    framework.getBundleContext().getAllServiceReferences(type, filter);
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(PATIENCE_MILLIS);
    }
}
