package io.streamscorer.http;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Loads the health server before any test runs. The JDK's HTTP server takes its limits once, when its classes are loaded, and other tests
 * have servers too.
 */
public final class LimitsFirst implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            Class.forName(HealthServer.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
