using System.Text.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts;
using Ronghe.Contracts.Identity;
using Xunit;

namespace Ronghe.Platform.Tests.Contracts;

/// <summary>A sample per contract: what was written yesterday is read today and written the same again.</summary>
public sealed class The_wire_does_not_move
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static TheoryData<string> Events() => new(Published().Select(type => type.FullName!));

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_reads_and_writes_its_sample(string name)
    {
        var sample = JsonNode.Parse(File.ReadAllText(SamplePath(name)))!;
        var type = typeof(Subscriptions).Assembly.GetType(name)!;
        var read = sample.Deserialize(type, Strict);
        Assert.True(JsonNode.DeepEquals(sample, JsonSerializer.SerializeToNode(read, type, Strict)), $"{name} is written differently now.");
    }

    [Fact]
    public void No_sample_is_left_of_a_contract_that_was_moved_or_renamed()
    {
        var names = Published().Select(type => type.FullName + ".json").ToHashSet();
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).Except(names));
    }

    [Fact]
    public void A_renamed_field_would_be_noticed() => Assert.ThrowsAny<JsonException>(() =>
        JsonSerializer.Deserialize<PersonLeft>(
            """{"personId":"01900000-0000-7000-8000-000000000001","revision":1,"at":"2026-01-01T00:00:00+00:00"}""", Strict));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Contracts", "Samples");

    private static string SamplePath(string name) => Path.Combine(Folder, name + ".json");

    private static IEnumerable<Type> Published() => typeof(Subscriptions).Assembly.GetExportedTypes()
        .Where(type => type.Namespace != typeof(Subscriptions).Namespace && type.GetProperty("At") is not null);
}
