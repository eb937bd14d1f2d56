using Ronghe.NativeHost.Engine;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Tests.Engine;

public sealed class LogFilesTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_log_that_grows_without_end_stays_short_while_its_writer_runs()
    {
        using var stop = new CancellationTokenSource();
        var keeping = LogFiles.KeepShortAsync(folder.Path, stop.Token, most: 100_000, interval: TimeSpan.FromMilliseconds(50));
        var log = folder.Path + "/loud.log";
        using var loud = LoggedProcess.Start(new Launch("/bin/sh", ["-c", "n=0; while [ $n -lt 20000 ]; do n=$((n+1)); echo line $n of a service that says too much; done; echo the end"], folder.Path, log));
        await loud.WaitForExitAsync(TestContext.Current.CancellationToken);

        await Eventually.Holds(() => Task.FromResult(File.Exists(log + ".1") && new FileInfo(log).Length <= 100_000));
        Assert.True(new FileInfo(log + ".1").Length + new FileInfo(log).Length < 900_000, "Nothing was dropped.");
        await stop.CancelAsync();
        await keeping;
    }

    [Fact]
    public async Task The_tail_is_the_end_of_the_file_and_of_what_holds_the_text()
    {
        var log = folder.Path + "/long.log";
        await File.WriteAllLinesAsync(log, Enumerable.Range(0, 300_000).Select(number => $"line {number}"), TestContext.Current.CancellationToken);

        Assert.Equal(["line 299998", "line 299999"], LogFiles.Tail(log, 2, null));
        Assert.Equal(["line 299977"], LogFiles.Tail(log, 1, "LINE 299977"));
        Assert.Empty(LogFiles.Tail(folder.Path + "/none.log", 2, null));
    }
}
