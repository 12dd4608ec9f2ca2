package io.streamscorer.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every pod of {@code k8s/} must hold to: Kubernetes' restricted pod security standard, a read-only root file system, no token, images
 * of one version, and bounds for processor and memory.
 */
final class PodPolicy {
    /** Name and tag, or digest. A port of the image's host is no tag. */
    private static final Pattern FIXED_IMAGE =
            Pattern.compile("[^:@]+(:\\d+/[^:@]+)?(:[\\w][\\w.-]*|@sha256:[0-9a-f]{64})");

    /** Containers of others' images, for trying out, that write beside their programs. */
    private static final Set<String> WRITING = Set.of("kafka", "registry");

    private final String place;
    private final List<String> problems = new ArrayList<>();

    private PodPolicy(String place) {
        this.place = place;
    }

    /** What a pod's {@code spec} does against the policy, a line each. */
    static List<String> problems(String place, JsonNode pod) {
        PodPolicy policy = new PodPolicy(place);
        policy.checkPod(pod);
        for (String kind : List.of("initContainers", "containers")) {
            for (JsonNode container : pod.path(kind)) {
                policy.checkContainer(container);
            }
        }
        policy.require(!pod.path("containers").isEmpty(), "has no containers");
        return policy.problems;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(place + ": " + otherwise);
        }
    }

    private void checkPod(JsonNode pod) {
        JsonNode security = pod.path("securityContext");
        require(security.path("runAsNonRoot").asBoolean(), "runAsNonRoot is not true");
        require(security.path("runAsUser").asInt() > 0, "runAsUser is no user but root");
        require(
                security.path("seccompProfile").path("type").asText().equals("RuntimeDefault"),
                "the seccomp profile is not RuntimeDefault");
        require(isFalse(pod.path("automountServiceAccountToken")), "a token of its service account is mounted");
        require(isFalse(pod.path("enableServiceLinks")), "gets variables for the Services of its namespace");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            require(!pod.path(shared).asBoolean(), shared + " is true");
        }
        for (JsonNode volume : pod.path("volumes")) {
            require(!volume.has("hostPath"), "mounts a path of its node");
        }
    }

    private void checkContainer(JsonNode container) {
        String name = container.path("name").asText();
        String image = container.path("image").asText();
        require(
                FIXED_IMAGE.matcher(image).matches() && !image.endsWith(":latest"),
                name + ": the image '" + image + "' has no version");
        JsonNode security = container.path("securityContext");
        require(isFalse(security.path("allowPrivilegeEscalation")), name + ": privileges can grow");
        require(!security.path("privileged").asBoolean(), name + ": is privileged");
        require(
                WRITING.contains(name)
                        || security.path("readOnlyRootFilesystem").asBoolean(),
                name + ": the root file system is not read-only");
        JsonNode capabilities = security.path("capabilities");
        require(
                capabilities.path("drop").size() == 1
                        && capabilities.path("drop").get(0).asText().equals("ALL")
                        && !capabilities.has("add"),
                name + ": has capabilities");
        for (String field : List.of("runAsNonRoot", "runAsUser", "seccompProfile")) {
            require(!security.has(field), name + ": goes its own way with " + field);
        }
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("cpu", "memory")) {
                require(
                        container.path("resources").path(kind).has(resource),
                        name + ": has no " + resource + " among its " + kind);
            }
        }
    }

    /** Absent is not false: Kubernetes' defaults are true. */
    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }
}
