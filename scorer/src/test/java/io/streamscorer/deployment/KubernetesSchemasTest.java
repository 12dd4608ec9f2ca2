package io.streamscorer.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas and the policy must be able to say no. */
class KubernetesSchemasTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              automountServiceAccountToken: false
              enableServiceLinks: false
              securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: c
                  image: registry.example:5000/team/image:1.2
                  resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 64Mi}}
                  securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            """;

    private final KubernetesSchemas schemas = KubernetesSchemas.load();

    @Test
    void shouldFindNothingWrongWithAGoodPod() {
        // when
        JsonNode pod = pod("", "");

        // then
        assertThat(schemas.problems(pod)).isEmpty();
        assertThat(policyProblems(pod)).isEmpty();
    }

    @Test
    void shouldNameAFieldThatIsMisspelt() {
        // when
        List<String> problems = schemas.problems(pod("enableServiceLinks", "enableServiceLink"));

        // then
        assertThat(problems).containsExactly("Pod p.spec: there is no field enableServiceLink");
    }

    @Test
    void shouldNameAValueOfAnotherType() {
        // when
        List<String> problems = schemas.problems(pod("runAsUser: 10001", "runAsUser: root"));

        // then
        assertThat(problems).containsExactly("Pod p.spec.securityContext.runAsUser: expected integer, is \"root\"");
    }

    @Test
    void shouldNameAQuantityThatIsNone() {
        // when
        List<String> problems = schemas.problems(pod("cpu: 100m", "cpu: 100 millis"));

        // then
        assertThat(problems).anyMatch(problem -> problem.endsWith("expected a quantity, is \"100 millis\""));
    }

    @Test
    void shouldNameWhatIsLacking() {
        // when
        List<String> problems = schemas.problems(pod("- name: c", "- stdin: false"));

        // then
        assertThat(problems).containsExactly("Pod p.spec.containers[0]: lacks name");
    }

    @Test
    void shouldNotTakeANumberForTheTextsOfATrigger() {
        // given
        String scaled = """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: s}
                spec:
                  scaleTargetRef: {name: d}
                  triggers: [{type: kafka, metadata: {lagThreshold: 10}}]
                """;

        // when
        List<String> problems = schemas.problems(Kustomize.documents(scaled).get(0));

        // then
        assertThat(problems)
                .containsExactly("ScaledObject s.spec.triggers[0].metadata.lagThreshold: expected string, is 10");
    }

    @Test
    void shouldNameAKindThatIsNotKnown() {
        // when
        List<String> problems = schemas.problems(pod("kind: Pod", "kind: Pot"));

        // then
        assertThat(problems).containsExactly("v1/Pot: schemas.json has no such kind");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "':1.2'|':latest'|1",
                "':1.2'|''|1",
                "'runAsUser: 10001'|'runAsUser: 0'|1",
                "'runAsNonRoot: true, '|''|1",
                "'readOnlyRootFilesystem: true, '|''|1",
                "'drop: [ALL]'|'add: [SYS_ADMIN]'|1",
                "', limits: {cpu: 1, memory: 64Mi}'|''|2",
                "'automountServiceAccountToken: false'|'hostNetwork: true'|2"
            })
    void shouldNameWhatIsAgainstThePolicy(String before, String after, int expected) {
        // given
        JsonNode pod = pod(before, after);

        // when
        List<String> problems = policyProblems(pod);

        // then
        assertThat(problems).hasSize(expected);
    }

    private static JsonNode pod(String before, String after) {
        assertThat(POD).contains(before);
        return Kustomize.documents(before.isEmpty() ? POD : POD.replace(before, after))
                .get(0);
    }

    private static List<String> policyProblems(JsonNode pod) {
        return PodPolicy.problems("p", pod.path("spec"));
    }
}
