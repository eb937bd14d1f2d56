using Microsoft.Extensions.Time.Testing;
using Ronghe.NativeHost.Metrics;

namespace Ronghe.NativeHost.Tests.Metrics;

public sealed class MetricStoreTests
{
    private static readonly double[] Bounds = [0.01, 0.1, 1];
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly MetricStore store;

    public MetricStoreTests() => store = new MetricStore(1_000_000, TimeSpan.FromMinutes(15), clock);

    [Fact]
    public void A_counter_grows_by_what_came_since_and_starts_anew_with_its_process()
    {
        foreach (var value in (double[])[100, 130, 130, 20]) Report("ronghe.outbox.relayed", "counter", value);
        Assert.Equal([0, 30, 0, 20], Points("ronghe.outbox.relayed").Select(point => point.Increase));
    }

    [Fact]
    public void A_delta_is_what_it_says()
    {
        store.Add(Name("a", "counter"), new Measurement(clock.GetUtcNow(), 7) { IsDelta = true });
        Assert.Equal(7, Assert.Single(Points("a")).Increase);
    }

    [Fact]
    public void Requests_of_two_replicas_add_up_and_their_percentiles_come_from_both()
    {
        // Replica a: 90 quick requests; replica b: 10 slow ones; both within one slot.
        Requests("a", "200", 0, [0, 0, 0, 0]);
        Requests("b", "200", 0, [0, 0, 0, 0]);
        Requests("b", "503", 0, [0, 0, 0, 0]);
        clock.Advance(TimeSpan.FromSeconds(5));
        Requests("a", "200", 90, [90, 0, 0, 0]);
        Requests("b", "200", 8, [0, 0, 8, 0]);
        Requests("b", "503", 2, [0, 0, 2, 0]);
        clock.Advance(TimeSpan.FromSeconds(10));

        var charts = new KeyMetrics(store, clock).Charts("welfare", TimeSpan.FromMinutes(15)).ToDictionary(chart => chart.Key);

        Assert.Equal(10, Last(charts["requests"].Lines[0]));
        Assert.Equal(0.2, Last(charts["failures"].Lines[0]));
        Assert.InRange(Last(charts["duration"].Lines[0]), 1, 10);
        Assert.InRange(Last(charts["duration"].Lines[1]), 100, 1000);
        Assert.Empty(new KeyMetrics(store, clock).Charts("learning", TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public void A_percentile_lies_where_the_share_of_the_bucket_is_reached()
    {
        Assert.Equal(0.055, KeyMetrics.Percentile(Bounds, [0, 10, 0, 0], 0.5)!.Value, 6);
        Assert.Equal(1, KeyMetrics.Percentile(Bounds, [0, 0, 0, 3], 0.99));
        Assert.Null(KeyMetrics.Percentile(Bounds, [0, 0, 0, 0], 0.5));
    }

    [Fact]
    public void A_flood_of_points_and_of_names_stays_within_the_weight_and_the_newest_stay()
    {
        for (var i = 0; i < 20_000; i++)
        {
            store.Add(Name($"made-up-{i}", "gauge"), new Measurement(clock.GetUtcNow(), i));
            Report("kept", "gauge", i);
        }

        Assert.InRange(store.Weight, 500_000, 1_000_000);
        Assert.Equal(19_999, Points("kept")[^1].Value);
    }

    [Fact]
    public void What_nobody_reports_any_more_goes_and_its_room_with_it()
    {
        Report("a", "gauge", 1);
        clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Empty(store.Read(_ => true, series => series.Name));
        Assert.Equal(0, store.Weight);
    }

    private static MetricName Name(string name, string type, string instance = "a", params (string Key, string Value)[] attributes)
        => new("welfare", instance, name, "", type, attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value));

    private static double Last(ChartLine line) => line.Points[^1][1];

    private void Report(string name, string type, double value) => store.Add(Name(name, type), new Measurement(clock.GetUtcNow(), value));

    private void Requests(string instance, string status, long count, long[] buckets)
        => store.Add(Name("http.server.request.duration", "histogram", instance, ("http.response.status_code", status)),
            new Measurement(clock.GetUtcNow(), count) { Count = count, Buckets = buckets, Bounds = Bounds });

    private List<MetricPoint> Points(string name) => [.. store.Read(known => known.Name == name, series => series.Points.ToList()).SelectMany(points => points)];
}
