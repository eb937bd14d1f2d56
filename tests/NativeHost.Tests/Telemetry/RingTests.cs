using Microsoft.Extensions.Time.Testing;
using Ronghe.NativeHost.Telemetry;

namespace Ronghe.NativeHost.Tests.Telemetry;

public sealed class RingTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void The_oldest_go_when_the_weight_is_reached()
    {
        var ring = new Ring<Item>(mostWeight: 100, TimeSpan.FromMinutes(15), clock);
        for (var number = 0; number < 1000; number++) ring.Add(new Item(number, Weight: 30));

        Assert.Equal([997, 998, 999], ring.All().Select(item => item.Number));
        Assert.Equal(90, ring.Weight);
    }

    [Fact]
    public void What_is_older_than_the_age_goes_without_anything_new_coming()
    {
        var ring = new Ring<Item>(mostWeight: 100, TimeSpan.FromMinutes(15), clock);
        ring.Add(new Item(1, 10));
        clock.Advance(TimeSpan.FromMinutes(10));
        ring.Add(new Item(2, 10));
        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(2, Assert.Single(ring.All()).Number);
    }

    private sealed record Item(int Number, int Weight) : IKept
    {
        public DateTimeOffset At => default;
    }
}
