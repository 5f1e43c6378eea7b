using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model.Shapes;

namespace Krewe.Model.Tests.Manifests;

public sealed class KubernetesShapeTests
{
    [Fact]
    public void Every_Raw_Property_Of_The_Model_Has_A_Shape_And_Every_Shape_A_Property()
    {
        var raw = new HashSet<string>(StringComparer.Ordinal);
        // Objects of Argo Events are kept for it as they are: their fields are not ours to judge.
        foreach (var contract in Contracts().Where(contract => contract.Type != typeof(EventSource) && contract.Type != typeof(Sensor)))
        {
            raw.UnionWith(contract.Properties.Where(p => IsRaw(p.PropertyType)).Select(p => $"{p.DeclaringType.Name}.{p.Name}"));
        }

        Assert.Equal(raw.Order(StringComparer.Ordinal), KubernetesShapes.PropertyNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_Name_In_The_Tables_Resolves()
    {
        foreach (var shape in KubernetesShapes.AllObjects)
        {
            Assert.NotEmpty(shape.Fields);
            Assert.All(shape.Fields.Values, Walk);
        }

        static void Walk(Shape shape)
        {
            if (shape.Kind is ShapeKind.List or ShapeKind.Map)
            {
                Walk(shape.Element);
            }
            else if (shape.Kind == ShapeKind.Object)
            {
                Assert.NotEmpty(shape.Fields);
            }
        }
    }

    [Fact]
    public void A_Pod_S_Valid_Fields_Are_All_Accepted()
    {
        const string Yaml = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            spec:
              affinity:
                podAntiAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    podAffinityTerm: {topologyKey: zone, labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}
              tolerations: [{key: a, operator: Equal, value: true, effect: NoExecute, tolerationSeconds: 5}]
              dnsConfig: {nameservers: [1.1.1.1], options: [{name: ndots, value: 2}]}
              podDisruptionBudget: {minAvailable: 50%, selector: {matchLabels: {a: b}}}
              volumes:
              - {name: a, projected: {defaultMode: 0644, sources: [{serviceAccountToken: {path: t, expirationSeconds: 60}}, {downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]}}
              - {name: b, ephemeral: {volumeClaimTemplate: {metadata: {labels: {x: y}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}
              - {name: c, csi: {driver: d, volumeAttributes: {m: 1}}}
              templates:
              - name: a
                securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, sysctls: [{name: a, value: 1}]}
                container:
                  image: x
                  ports: [{containerPort: 80, name: http}]
                  lifecycle: {preStop: {sleep: {seconds: 1}}}
                  readinessProbe: {httpGet: {port: http, httpHeaders: [{name: a, value: b}]}, periodSeconds: 1}
                  securityContext: {capabilities: {add: [SYS_ADMIN]}, allowPrivilegeEscalation: false}
                  resources: {limits: {cpu: 1.5}, claims: [{name: a}]}
            """;

        var set = ManifestReader.Strict.Read(Yaml);

        Assert.Empty(set.Diagnostics);
        var tolerations = JsonSerializer.Serialize(set.Of<Workflow>().Single().Spec.Tolerations, ModelJson.Default.IReadOnlyListJsonElement);
        Assert.Contains("\"value\":\"true\"", tolerations, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonTypeInfo> Contracts() => typeof(Workflow).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: false, IsGenericTypeDefinition: false })
        .Select(type => ModelJson.Default.GetTypeInfo(type))
        .OfType<JsonTypeInfo>()
        .Where(contract => contract.Kind == JsonTypeInfoKind.Object);

    private static bool IsRaw(Type type) => type == typeof(JsonElement?) || type == typeof(JsonElement) || type == typeof(IReadOnlyList<JsonElement>);
}
