using System.Text.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts;
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
        var sample = JsonNode.Parse(File.ReadAllText(SamplePath(name)))!.AsObject();
        var type = typeof(Subscriptions).Assembly.GetType(name)!;
        Assert.Empty(WireRules.Broken(sample, type));
        var written = JsonSerializer.SerializeToNode(sample.Deserialize(type, Strict), type, Strict)!.AsObject();
        foreach (var (field, value) in sample) Assert.True(JsonNode.DeepEquals(value, written[field]), $"{name}.{field} is written differently now.");
    }

    [Fact]
    public void No_sample_is_left_of_a_contract_that_was_moved_or_renamed()
    {
        var names = Published().Select(type => type.FullName + ".json").ToHashSet();
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).Except(names));
    }

    public sealed record Part(string Code, int Share = 1);

    public sealed record Before(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At, bool Urgent = false);

    private const string Sample = """
        {"id":"01900000-0000-7000-8000-000000000001","version":2,"code":"B01","amount":3.5,"day":"2026-03-05","note":null,
         "parts":[{"code":"x"}],"at":"2026-03-05T08:00:00+08:00"}
        """;

    [Fact]
    public void Fields_may_be_added_with_a_default() => Assert.Empty(WireRules.Broken(JsonNode.Parse(Sample)!, typeof(Before)));

    public sealed record Removed(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record Renamed(Guid NoteId, long Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record IdAsText(string Id, long Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record VersionAsAmount(Guid Id, decimal Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record DayAsMoment(Guid Id, long Version, string Code, decimal Amount, DateTimeOffset Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record NoLongerNull(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, string Note, IReadOnlyList<Part> Parts, DateTimeOffset At);

    public sealed record OnePart(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, string? Note, Part Parts, DateTimeOffset At);

    public sealed record AddedWithoutDefault(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<Part> Parts, DateTimeOffset At, string Kind);

    public sealed record OtherPart(int Code);

    public sealed record RetypedWithin(Guid Id, long Version, string Code, decimal Amount, DateOnly Day, string? Note, IReadOnlyList<OtherPart> Parts, DateTimeOffset At);

    public static TheoryData<Type, string> BadExamples => new()
    {
        { typeof(Removed), "Removed.note was removed or renamed." },
        { typeof(Renamed), "Renamed.id was removed or renamed." },
        { typeof(IdAsText), "IdAsText.id was Guid and is String." },
        { typeof(VersionAsAmount), "VersionAsAmount.version was Int64 or Int32 and is Decimal." },
        { typeof(DayAsMoment), "DayAsMoment.day was DateOnly and is DateTimeOffset." },
        { typeof(NoLongerNull), "NoLongerNull.note could be null and no longer can." },
        { typeof(OnePart), "OnePart.parts was a list and is Part." },
        { typeof(AddedWithoutDefault), "AddedWithoutDefault.kind is new and has no default: what was sent before cannot be read." },
        { typeof(RetypedWithin), "RetypedWithin.parts[0].code was String and is Int32." },
    };

    [Theory]
    [MemberData(nameof(BadExamples))]
    public void Bad_examples_are_rejected(Type contract, string expected) =>
        Assert.Contains(expected, WireRules.Broken(JsonNode.Parse(Sample)!, contract));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Contracts", "Samples");

    private static string SamplePath(string name) => Path.Combine(Folder, name + ".json");

    private static IEnumerable<Type> Published() => typeof(Subscriptions).Assembly.GetExportedTypes()
        .Where(type => type.Namespace != typeof(Subscriptions).Namespace && type.GetProperty("At") is not null);
}
