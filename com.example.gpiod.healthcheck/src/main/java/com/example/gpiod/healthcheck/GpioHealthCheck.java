package com.example.gpiod.healthcheck;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.ConfigurationStatus.State;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether configured lines are held and events arrive. Critical: a configuration is not in
 * effect. Warning: a change of one was refused, or, since the check before, edges were lost or
 * listeners failed.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(property = {"hc.name=GPIO", "hc.tags=gpio", "hc.mbean.name=gpio"})
public final class GpioHealthCheck implements HealthCheck {
    /** What was wrong with a request since it was made. */
    private record Troubles(long lost, long failures) {
        static final Troubles NONE = new Troubles(0, 0);

        static Troubles of(RequestStatistics statistics) {
            // What the kernel dropped is in what each subscription lost, too.
            long lost = statistics.lost();
            long failures = 0;
            for (SubscriptionStatistics subscription : statistics.subscriptions()) {
                lost = Math.max(lost, subscription.lost());
                failures += subscription.failures();
            }
            return new Troubles(lost, failures);
        }
    }

    private final GpiodStatus gpiod;

    /** What the check before saw, by {@link #key}. Guarded by this. */
    private Map<String, Troubles> before = Map.of();

    /**
     * Makes the check.
     *
     * @param gpiod what it asks
     */
    @Activate
    public GpioHealthCheck(@Reference GpiodStatus gpiod) {
        this.gpiod = gpiod;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<ConfigurationStatus> configurations = gpiod.configurations();
        List<RequestStatus> requests = gpiod.requests();
        configurations.forEach(configuration -> tell(configuration, log));
        compare(requests, log);
        log.info("{} configurations, {} requests are held", configurations.size(), requests.size());
        return new Result(log);
    }

    private static void tell(ConfigurationStatus configuration, FormattingResultLog log) {
        String name = configuration.name().isEmpty() ? configuration.pid() : configuration.name();
        if (configuration.state() == State.INACTIVE) {
            log.critical("Lines '{}' are not held: {}", name, configuration.reason());
        } else if (configuration.state() == State.EARLIER) {
            log.warn(
                    "The changed configuration of lines '{}' is refused, the earlier one stays in"
                            + " effect: {}",
                    name,
                    configuration.reason());
        }
    }

    private synchronized void compare(List<RequestStatus> requests, FormattingResultLog log) {
        Map<String, Troubles> now = new HashMap<>();
        for (RequestStatus request : requests) {
            Troubles troubles = Troubles.of(request.statistics());
            Troubles earlier = before.getOrDefault(key(request), Troubles.NONE);
            now.put(key(request), troubles);
            if (troubles.lost() > earlier.lost()) {
                log.warn(
                        "{}: {} edges did not reach a listener",
                        key(request),
                        troubles.lost() - earlier.lost());
            }
            if (troubles.failures() > earlier.failures()) {
                log.warn(
                        "{}: {} calls of listeners failed, see the log",
                        key(request),
                        troubles.failures() - earlier.failures());
            }
        }
        before = now;
    }

    private static String key(RequestStatus request) {
        return "lines "
                + request.offsets()
                + " of "
                + request.chip().name()
                + ", held by "
                + request.holder();
    }
}
