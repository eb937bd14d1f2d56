using System.Text.Json;
using Ronghe.Assessment.Evidence;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Calendars;

namespace Ronghe.Assessment.Facts;

/// <summary>What a piece of evidence is worth in each series that is read from its event. A later version of the event replaces it.</summary>
internal static class EventFacts
{
    internal static IEnumerable<Fact> Of(EvidenceItem item, SeriesCatalogue series) => series.OfEvent(item.Source).Select(serie => new Fact
    {
        Id = Guid.CreateVersion7(item.RecordedAt),
        Series = serie.Code,
        Key = $"{item.Source}:{item.SubjectId}",
        Version = item.SubjectVersion,
        UnitPath = item.UnitPath,
        PersonId = item.PersonId,
        OnDay = WorkingCalendar.DayOf(item.OccurredAt),
        Value = ValueOf(serie, item.ReadFigures()),
        ToldBy = $"event:{item.Id}",
        ToldAt = item.RecordedAt,
    });

    // An event that does not match is told as withdrawn, so that it takes the place of an earlier version that did.
    private static decimal? ValueOf(SeriesItem series, JsonElement figures)
    {
        if (series.When is { } when && !(figures.TryGetProperty(when, out var found) && found.ToString() == series.Equal)) return null;
        if (series.Value is null) return 1;
        return figures.TryGetProperty(series.Value, out var value) && value.TryGetDecimal(out var number)
            ? Math.Round(number, series.Decimals, MidpointRounding.AwayFromZero)
            : null;
    }
}
