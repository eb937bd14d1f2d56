using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.LegalBases;

/// <summary>
/// <c>dotnet PowerItems.dll import-laws FOLDER</c>, with the service's own settings: puts every statute of the folder on record, or,
/// when one file is broken, none. Exit code 0, or 1 after the faults.
/// </summary>
internal static class ImportLawsCommand
{
    internal static bool Asks(string[] arguments) => arguments is ["import-laws", ..];

    internal static async Task<int> Run(string[] arguments)
    {
        if (arguments is not [_, var folder] || !Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync("用法 / Usage: import-laws FOLDER");
            return 1;
        }

        // The database and nothing else: nothing listens, no message moves.
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddServiceDatabase<PowerItemsDb>("poweritemsdb");
        using var host = builder.Build();
        await host.StartAsync();
        await using var work = await host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);
        var report = await new LawImport(work.Db, work.Services.GetRequiredService<TimeProvider>()).Run(Directory.GetFiles(folder, "*.md"), CancellationToken.None);
        if (report.Faults.Count == 0) await work.CommitAsync(CancellationToken.None);
        Write(report, Console.Out);
        await host.StopAsync();
        return report.Faults.Count == 0 ? 0 : 1;
    }

    private static void Write(LawReport report, TextWriter output)
    {
        foreach (var fault in report.Faults) output.WriteLine($"错误 fault     {fault}");
        foreach (var law in report.Imported) output.WriteLine($"入库 imported  {law.Name}({law.Version:yyyy-MM-dd})  {law.Articles.Count} 条 articles，自 {law.InForceFrom:yyyy-MM-dd} 起施行 in force");
        foreach (var law in report.Known) output.WriteLine($"已有 known     {law}");
        foreach (var basis in report.Unresolved) output.WriteLine($"依据 basis     {basis.ItemCode} {basis.Law}({basis.Version}) {basis.Article} {basis.Reason}");
        foreach (var review in report.Reviews) output.WriteLine($"复核 review    {review.ItemCode} {review.Law} {review.FromVersion:yyyy-MM-dd} → {review.ToVersion:yyyy-MM-dd}: {string.Join(", ", review.Articles)}");
        output.WriteLine($"{report.Imported.Count} 部入库，{report.Unresolved.Count} 条依据未落到条文，{report.Reviews.Count} 个事项待复核，{report.FlaggedCases} 个在办案件已标记 / {report.Imported.Count} imported, {report.Unresolved.Count} bases without an article, {report.Reviews.Count} items to review, {report.FlaggedCases} running cases flagged");
    }
}
