using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Figures;

/// <param name="Partial">True files what is right and refuses the rest; by default all rows are filed or none.</param>
public sealed record PushFiguresRequest([Required, MinLength(1), MaxLength(5000)] IReadOnlyList<FigureRow>? Figures, bool Partial = false);

public sealed record PushFiguresResponse(int Filed, int Unchanged, int Refused, IReadOnlyList<FigureOutcome> Rows);

/// <summary>Figures of subsidiaries: one, many, or a table.</summary>
internal static class PushFigures
{
    internal const int MostRows = 5000;
    private const int MostBytes = 2_000_000;

    internal static Task<Results<Ok<PushFiguresResponse>, ProblemHttpResult>> One(FigureRow figure, FigureBook book, CancellationToken ct) =>
        File([figure], false, book, ct);

    internal static Task<Results<Ok<PushFiguresResponse>, ProblemHttpResult>> Many(PushFiguresRequest request, FigureBook book, CancellationToken ct) =>
        File(request.Figures!, request.Partial, book, ct);

    /// <summary>Columns series, unit, period, value, measure and optionally reason, in any order, UTF-8 with or without a mark.</summary>
    internal static async Task<Results<Ok<PushFiguresResponse>, ProblemHttpResult>> Table(HttpRequest request, FigureBook book, CancellationToken ct, bool partial = false)
    {
        if (request.ContentLength > MostBytes) return TooLarge.ToProblem();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var text = await reader.ReadToEndAsync(ct);
        if (text.Length > MostBytes) return TooLarge.ToProblem();
        var (rows, refusal) = FigureTable.Read(text);
        return refusal is not null ? refusal.ToProblem() : await File(rows, partial, book, ct);
    }

    private static Refusal TooLarge { get; } = new("body-too-large", "表格最多 5000 行、2 MB。", "A table has at most 5,000 rows and 2 MB.", StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<PushFiguresResponse>, ProblemHttpResult>> File(IReadOnlyList<FigureRow> rows, bool partial, FigureBook book, CancellationToken ct)
    {
        var outcomes = await book.File(rows, partial, ct);
        var refused = outcomes.Where(row => row.Outcome == "Refused").ToList();
        if (refused.Count > 0 && !partial) return Refuse(rows.Count, refused).ToProblem();
        var unchanged = outcomes.Count(row => row.Outcome == "Unchanged");
        return TypedResults.Ok(new PushFiguresResponse(outcomes.Count - unchanged - refused.Count, unchanged, refused.Count, outcomes));
    }

    // A single figure answers with its own reason; many with theirs, row by row.
    private static Refusal Refuse(int rows, List<FigureOutcome> refused) => rows == 1
        ? new Refusal(refused[0].Type!, refused[0].Detail!, refused[0].Detail!, refused[0].Type == "figure-unit-not-yours" ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity)
        {
            Details = new Dictionary<string, object?> { ["field"] = refused[0].Field },
        }
        : new Refusal("figures-refused", $"{refused.Count} 行有问题，整批都没有入账。", $"{refused.Count} rows are not right; none was filed.", StatusCodes.Status422UnprocessableEntity)
        {
            Details = new Dictionary<string, object?> { ["rows"] = refused },
        };
}
