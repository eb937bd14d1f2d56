namespace Ronghe.Welfare.Tests.Histories;

/// <summary>What somebody does in a history. <paramref name="Crash"/>: the process ends just before its commit.</summary>
internal sealed record Act(int Number, string Kind, int Person, int Programme, int Amount, bool Crash);

/// <summary>The rules once more, one act at a time, in memory: what any order of concurrent acts must agree with.</summary>
internal sealed class Reference
{
    internal const int People = 3;
    internal const int Issued = 2; // the programme that is issued to everyone; 0 and 1 are claimed from
    private static readonly int[] Price = [100, 150, 80];

    private readonly int[] committed = [400, 450, 240];
    private readonly int[] paid = [0, 0, 0];
    private readonly int[] stock = [2, 2, int.MaxValue];
    private readonly int[] caps = [230, 230, 230];
    private readonly int[] totals = new int[People];
    private readonly bool[,] holds = new bool[3, People];
    private readonly Dictionary<int, (int Amount, bool Reversed)> transfers = [];
    private int festival = 500;
    private int hardship;
    private int cursor;
    private bool finished;

    internal Reference Copy()
    {
        var copy = new Reference { festival = festival, hardship = hardship, cursor = cursor, finished = finished };
        Array.Copy(committed, copy.committed, 3);
        Array.Copy(paid, copy.paid, 3);
        Array.Copy(stock, copy.stock, 3);
        Array.Copy(caps, copy.caps, 3);
        Array.Copy(totals, copy.totals, People);
        Array.Copy(holds, copy.holds, holds.Length);
        foreach (var (number, transfer) in transfers) copy.transfers[number] = transfer;
        return copy;
    }

    internal string Apply(Act act) => act.Kind switch
    {
        "claim" => Claim(act.Programme, act.Person),
        "return" => Return(act.Programme, act.Person),
        "transfer" => Transfer(act),
        "reverse" => Reverse(act.Amount),
        "cap" => Cap(act.Amount),
        _ => Issue(),
    };

    internal string State() => string.Join('|',
        festival, hardship, string.Join(',', committed), string.Join(',', paid), string.Join(',', totals),
        string.Join("", holds.Cast<bool>().Select(held => held ? '1' : '0')), finished);

    /// <summary>The state with what only later acts show.</summary>
    internal string Memory() => State() + '|' + caps[0];

    private string Claim(int programme, int person)
    {
        if (holds[programme, person]) return "already-claimed";
        if (stock[programme] == 0) return "sold-out";
        return Give(programme, person) ? "ok" : "over-cap";
    }

    private bool Give(int programme, int person)
    {
        if (totals[person] + Price[programme] > caps[programme]) return false;
        holds[programme, person] = true;
        totals[person] += Price[programme];
        stock[programme]--;
        committed[programme] -= Price[programme];
        paid[programme] += Price[programme];
        return true;
    }

    private string Return(int programme, int person)
    {
        if (!holds[programme, person]) return "none";
        holds[programme, person] = false;
        totals[person] -= Price[programme];
        stock[programme]++;
        committed[programme] += Price[programme];
        paid[programme] -= Price[programme];
        return "ok";
    }

    private string Transfer(Act act)
    {
        if (festival < act.Amount) return "over-budget";
        (festival, hardship) = (festival - act.Amount, hardship + act.Amount);
        transfers[act.Number] = (act.Amount, false);
        return "ok";
    }

    private string Reverse(int number)
    {
        if (!transfers.TryGetValue(number, out var transfer)) return "none";
        if (transfer.Reversed) return "already-reversed";
        if (hardship < transfer.Amount) return "money-moved-on";
        (festival, hardship) = (festival + transfer.Amount, hardship - transfer.Amount);
        transfers[number] = (transfer.Amount, true);
        return "ok";
    }

    private string Cap(int most)
    {
        Array.Fill(caps, most);
        return "ok";
    }

    // Two people a step, in the order of their ids.
    private string Issue()
    {
        if (finished) return "finished";
        var (given, seen) = (0, 0);
        for (; seen < 2 && cursor < People; seen++, cursor++)
        {
            if (!holds[Issued, cursor] && Give(Issued, cursor)) given++;
        }

        finished = seen < 2;
        return $"issued {given}";
    }
}
