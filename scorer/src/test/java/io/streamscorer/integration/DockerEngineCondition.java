package io.streamscorer.integration;

import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Enables a test class when a Docker engine answers, as Testcontainers looks for it. Otherwise the class is skipped, with a reason that
 * says what to do. Only an engine that does not answer skips: one that answers but cannot start a container fails the test.
 */
final class DockerEngineCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("A Docker engine answers");
        }
        return ConditionEvaluationResult.disabled(String.format(
                Locale.ROOT,
                "No Docker engine answers (DOCKER_HOST is %s): start one, or name it in DOCKER_HOST, to run the scenarios in containers",
                Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "not set")));
    }
}
